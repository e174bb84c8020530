import Testing

@testable import Kernel

/// All numbers are invented but the tax codes, which are those of well-known companies.
@Suite("Numbers of people") struct NumberTests {
    @Test func aPersonalNumberTellsPlaceSexAndYear() throws {
        let girl = try PersonalNumber("015 315 000.123")
        #expect(girl.digits == "015315000123")
        #expect(girl.birthPlace == BirthPlaceCode.yenBai)
        #expect(girl.sex == .female)
        #expect(girl.birthYear == 2015)
        #expect(try PersonalNumber("010052000001").birthYear == 1952)
        #expect(try PersonalNumber("010052000001").sex == .male)
        #expect(try !BirthPlaceCode.isOfProvince(PersonalNumber("097199000001").birthPlace))
    }

    @Test(arguments: [
        (IdentifierKind.personal, " ", NumberRefusal.missing(.personal)),
        (.personal, "01531500012a", .notDigits(.personal)),
        (.personal, "01531500012", .wrongLength(.personal, found: 11)),
        (.personal, "003315000123", .unknownBirthPlace("003")),
        (.personal, "000315000123", .unknownBirthPlace("000")),
        (.personal, "٠١٥٣١٥٠٠٠١٢٣", .notDigits(.personal)),
        (.oldCard, "0601234567", .wrongLength(.oldCard, found: 10)),
        (.socialInsurance, "151234567", .wrongLength(.socialInsurance, found: 9)),
        (.healthInsurance, "HS4150123456", .wrongLength(.healthInsurance, found: 12)),
        (.healthInsurance, "H14150000000001", .wrongGroup),
        (.healthInsurance, "HS6150000000001", .wrongBenefit),
        (.healthInsurance, "HS4000000000001", .wrongIssuer),
        (.healthInsurance, "HS415000000000A", .notDigits(.healthInsurance)),
        (.tax, "0100109107", .wrongCheckDigit),
        (.tax, "0100109106-000", .wrongTaxUnit),
        (.tax, "01001091061", .wrongLength(.tax, found: 11)),
    ]) func aWrongNumberIsRefusedWithItsReason(_ kind: IdentifierKind, _ text: String, _ refusal: NumberRefusal) {
        #expect(throws: refusal) { try Identifier(kind, text) }
        #expect(!refusal.message.isEmpty)
    }

    @Test(arguments: [
        (IdentifierKind.oldCard, "060 123 456", "060123456"),
        (.socialInsurance, "1512345678", "1512345678"),
        (.healthInsurance, "hs 4 15 0123456789", "HS4150123456789"),
        (.tax, "0100109106", "0100109106"), (.tax, "0101248141", "0101248141"), (.tax, "0300588569", "0300588569"),
        (.tax, "0100686174-001", "0100686174-001"), (.tax, "0100112437 012", "0100112437-012"),
    ]) func aRightNumberHasOneForm(_ kind: IdentifierKind, _ text: String, _ number: String) throws {
        #expect(try Identifier(kind, text).number == number)
    }

    @Test func aNumberIsComparedWithThePerson() throws {
        let number = try PersonalNumber("015315000123")
        try number.check(birth: .year(2015), sex: .female)
        try number.check(birth: nil, sex: nil)
        #expect(throws: NumberRefusal.otherSex(inNumber: .female)) { try number.check(birth: nil, sex: .male) }
        #expect(throws: NumberRefusal.otherYear(inNumber: 2015, ofPerson: 1915)) {
            try number.check(birth: .year(1915), sex: .female)
        }
        #expect(throws: NumberRefusal.bornBeforeNumbers(1899)) {
            try PersonalNumber("015199000123").check(birth: .year(1899), sex: nil)
        }
    }

    @Test func whatIsSpecialIsAcceptedWithANote() throws {
        let today = KernelHouse.today
        let abroad = try PersonalNumber("100199000001")
        #expect(PersonNote.notes(birth: .year(1898), number: nil, on: today) == [.birthYearOnly, .bornBefore1900])
        let child = try BirthDate(typed: "1/2/2022", today: today)
        #expect(PersonNote.notes(birth: child, number: nil, on: today) == [.childWithoutNumber])
        #expect(PersonNote.notes(birth: .year(1980), number: nil, on: today) == [.birthYearOnly, .withoutNumber])
        #expect(PersonNote.notes(birth: nil, number: abroad, on: today) == [.registeredAbroad])
    }

    @Test func aNumberMayBeOfSeveralKinds() {
        #expect(Identifier.readings(of: "0100109106").map(\.kind) == [.socialInsurance, .tax])
        #expect(Identifier.readings(of: "015315000123").map(\.kind) == [.personal])
        #expect(Identifier.readings(of: "Đào Thị Hoa").isEmpty)
    }
}

@Suite("Births") struct BirthDateTests {
    private let today = KernelHouse.today

    @Test func aYearAloneIsEnough() throws {
        let birth = try BirthDate(typed: " 1952 ", today: today)
        #expect(birth == .year(1952))
        #expect(birth.age(on: today) == 69)
        #expect(birth.mayBe(try BirthDate(typed: "31/12/1952", today: today)))
        #expect(!birth.mayBe(.year(1953)))
        #expect(try BirthDate(typed: "1898", today: today) == .year(1898))
    }

    @Test func aDayThatCannotBeIsRefused() throws {
        #expect(throws: BirthRefusal.inTheFuture) { try BirthDate(typed: "26/7/2022", today: today) }
        #expect(throws: BirthRefusal.tooLongAgo) { try BirthDate(typed: "1799", today: today) }
        #expect(throws: TypedDayError.notADay) { try BirthDate(typed: "mùa lúa", today: today) }
        #expect(throws: TypedDayError.self) { try BirthDate(typed: "30/2/1990", today: today) }
    }
}

@Suite("Scanned cards") struct ScannedCardTests {
    private let today = KernelHouse.today

    @Test func theIdentityCardHasSevenFields() throws {
        let text = "015190000123|060123456|Đào Thị Hoa|01031990|Nữ|Thôn 2, Vũ Linh, Yên Bình, Yên Bái|12052021"
        let card = try ScannedCard(text + "\n", today: today)
        #expect(card.identifiers.map(\.number) == ["015190000123", "060123456"])
        #expect(card.fullName == "Đào Thị Hoa")
        #expect(card.birth == .day(try Day(typed: "1/3/1990")))
        #expect(card.sex == .female)
        #expect(card.issuedOn == Day(iso: "2021-05-12"))
        let withoutOld = try ScannedCard("015090000123||Đào Văn An|01031990|Nam|Vũ Linh|12052021", today: today)
        #expect(withoutOld.identifiers.count == 1)
    }

    @Test func theInsuranceCardHasItsTextInHexadecimalDigits() throws {
        let name = "Đào Văn An".utf8.map { String($0, radix: 16) }.joined()
        let card = try ScannedCard("HS4151512345678|\(name)|1952|1|\(name)|15 - 001|01/01/2022|-|$", today: today)
        #expect(card.fullName == "Đào Văn An")
        #expect(card.birth == .year(1952))
        #expect(card.identifiers.map(\.kind) == [.healthInsurance, .socialInsurance])
        #expect(card.identifiers[1].number == "1512345678")
        #expect(try ScannedCard("1512345678|\(name)|01/02/1990|2||", today: today).sex == .female)
    }

    @Test(arguments: [
        ("xin chào", CardRefusal.notACard),
        ("015190000123|060123456|Đào Thị Hoa|01031990|Nữ|Vũ Linh", .fieldCount(found: 6)),
        ("015190000123||Đào Thị Hoa|01331990|Nữ|Vũ Linh|12052021", .unreadable(field: 4)),
        ("015190000123||Đào Thị Hoa|01031990|?|Vũ Linh|12052021", .unreadable(field: 5)),
        ("015190000123|||01031990|Nữ|Vũ Linh|12052021", .unreadable(field: 3)),
        ("1512345678|xyz|1952|1|", .unreadable(field: 2)),
        ("1512345678|4c|1952|3|", .unreadable(field: 4)),
    ]) func whatIsNoCardIsRefused(_ text: String, _ refusal: CardRefusal) {
        #expect(throws: refusal) { try ScannedCard(text, today: today) }
    }

    @Test func aCardThatContradictsItselfIsRefused() {
        #expect(throws: NumberRefusal.otherSex(inNumber: .female)) {
            try ScannedCard("015190000123||Đào Thị Hoa|01031990|Nam|Vũ Linh|12052021", today: today)
        }
    }
}
