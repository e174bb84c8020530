/// The personal identification number of 12 digits, which is also the number of the identity card.
///
/// Digits 1–3 say where the birth was registered, 4 the century and the sex, 5–6 the year, the rest is random
/// (NĐ 137/2015/NĐ-CP, TT 59/2021/TT-BCA). There is no check digit, so a number is compared with what is known of the
/// person.
public struct PersonalNumber: Sendable, Hashable {
    public let digits: String

    /// - Parameter text: blanks and points between digits are dropped.
    /// - Throws: ``NumberRefusal``.
    public init(_ text: String) throws {
        let digits = try NumberText.digits(text, counts: [12], of: .personal)
        let place = digits.prefix(3)
        if place <= BirthPlaceCode.highest, !BirthPlaceCode.isOfProvince(place) {
            throw NumberRefusal.unknownBirthPlace(String(place))
        }
        self.digits = digits
    }

    /// Where the birth was registered; of no province when that was abroad.
    public var birthPlace: String { String(digits.prefix(3)) }

    public var sex: Sex { centuryDigit.isMultiple(of: 2) ? .male : .female }

    public var birthYear: Int { 1900 + centuryDigit / 2 * 100 + yearDigits }

    private var centuryDigit: Int { value(3..<4) }
    private var yearDigits: Int { value(4..<6) }

    private func value(_ range: Range<Int>) -> Int {
        decimalValue(of: digits.utf8.dropFirst(range.lowerBound).prefix(range.count)) ?? 0
    }

    /// Compares it with the person's facts; what is not known is not compared.
    /// - Throws: ``NumberRefusal``.
    public func check(birth: BirthDate?, sex: Sex?) throws {
        if let birth {
            guard birth.year >= 1900 else { throw NumberRefusal.bornBeforeNumbers(birth.year) }
            guard birth.year == birthYear else {
                throw NumberRefusal.otherYear(inNumber: birthYear, ofPerson: birth.year)
            }
        }
        if let sex, sex != self.sex { throw NumberRefusal.otherSex(inNumber: self.sex) }
    }
}

/// What is special about a record and accepted all the same; somebody looks at it when there is time.
public enum PersonNote: String, Sendable, Hashable, CaseIterable {
    case bornBefore1900, birthYearOnly, childWithoutNumber, withoutNumber, registeredAbroad

    /// At this age everybody has to have a card, and with it a number.
    static let ageOfCard = 14

    public var label: String {
        switch self {
        case .bornBefore1900: t("Sinh trước năm 1900, không có số định danh")
        case .birthYearOnly: t("Chỉ biết năm sinh")
        case .childWithoutNumber: t("Trẻ em chưa có số định danh")
        case .withoutNumber: t("Chưa có số định danh")
        case .registeredAbroad: t("Số định danh có mã nơi sinh ngoài danh sách tỉnh: cần xem giấy khai sinh")
        }
    }

    public static func notes(birth: BirthDate?, number: PersonalNumber?, on day: Day) -> [PersonNote] {
        var notes: [PersonNote] = []
        if case .year = birth { notes.append(.birthYearOnly) }
        if let number {
            if !BirthPlaceCode.isOfProvince(number.birthPlace) { notes.append(.registeredAbroad) }
        } else if let birth, birth.year < 1900 {
            notes.append(.bornBefore1900)
        } else if let birth, birth.age(on: day) < ageOfCard {
            notes.append(.childWithoutNumber)
        } else {
            notes.append(.withoutNumber)
        }
        return notes
    }
}
