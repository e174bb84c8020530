/// Where a birth was registered, by the first three digits of a personal number: annex 1 of TT 07/2016/TT-BCA.
///
/// The codes outlive the provinces: numbers that were given keep theirs after the reform of 2025. The second annex,
/// with the codes of countries, is not known to us.
public enum BirthPlaceCode {
    public static let yenBai = "015"

    /// No province has a code above it: what is higher may stand for a country.
    static let highest = "096"

    /// Whether one of the 63 provinces of 2016 has the code.
    public static func isOfProvince(_ code: some StringProtocol) -> Bool { provinces.contains(String(code)) }

    private static let provinces: Set<String> = [
        "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022", "024",
        "025", "026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042", "044", "045",
        "046", "048", "049", "051", "052", "054", "056", "058", "060", "062", "064", "066", "067", "068", "070",
        "072", "074", "075", "077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093",
        "094", "095", "096",
    ]
}
