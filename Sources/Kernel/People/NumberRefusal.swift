/// Why a number is none, in words for whoever typed it.
public enum NumberRefusal: Refusal, Hashable {
    case missing(IdentifierKind)
    case notDigits(IdentifierKind)
    case wrongLength(IdentifierKind, found: Int)
    case unknownBirthPlace(String)
    case otherYear(inNumber: Int, ofPerson: Int)
    case otherSex(inNumber: Sex)
    case bornBeforeNumbers(Int)
    case wrongGroup, wrongBenefit, wrongIssuer
    case wrongCheckDigit, wrongTaxUnit

    public var message: String {
        switch self {
        case .missing(let kind): t("{kind}: hãy nhập số.", ["kind": kind.label])
        case .notDigits(let kind): t("{kind}: có ký tự không phải chữ số.", ["kind": kind.label])
        case .wrongLength(let kind, let found): Self.length(kind, found)
        case .unknownBirthPlace(let code):
            t("Ba chữ số đầu {code} không phải mã của tỉnh nào. Hãy xem lại số.", ["code": code])
        case .otherYear(let inNumber, let ofPerson):
            t(
                "Số này của người sinh năm {number}, còn năm sinh đã ghi là {person}. Hãy xem lại một trong hai.",
                ["number": inNumber, "person": ofPerson])
        case .otherSex(let sex):
            t("Chữ số thứ tư cho biết người này là {sex}, khác với giới tính đã ghi.", ["sex": sex.label])
        case .bornBeforeNumbers(let year):
            t("Người sinh năm {year} không thể có số định danh: số chỉ cấp cho người sinh từ 1900.", ["year": year])
        case .wrongGroup: t("Hai ký tự đầu của số thẻ bảo hiểm y tế là chữ cái, ví dụ HS.")
        case .wrongBenefit: t("Ký tự thứ ba của số thẻ bảo hiểm y tế là mức hưởng, từ 1 đến 5.")
        case .wrongIssuer: t("Ký tự thứ tư và thứ năm của số thẻ bảo hiểm y tế là mã tỉnh, từ 01 đến 99.")
        case .wrongCheckDigit: t("Mã số thuế sai chữ số kiểm tra: có lẽ gõ nhầm một chữ số.")
        case .wrongTaxUnit: t("Ba chữ số cuối của mã số thuế đơn vị phụ thuộc là từ 001 đến 999.")
        }
    }

    private static func length(_ kind: IdentifierKind, _ found: Int) -> String {
        switch kind {
        case .personal: t("Số định danh cá nhân có 12 chữ số, bạn đã nhập {n}.", ["n": found])
        case .oldCard: t("Số chứng minh nhân dân cũ có 9 chữ số, bạn đã nhập {n}.", ["n": found])
        case .socialInsurance: t("Mã số bảo hiểm xã hội có 10 chữ số, bạn đã nhập {n}.", ["n": found])
        case .healthInsurance: t("Số thẻ bảo hiểm y tế có 15 ký tự, bạn đã nhập {n}.", ["n": found])
        case .tax: t("Mã số thuế có 10 hoặc 13 chữ số, bạn đã nhập {n}.", ["n": found])
        }
    }
}
