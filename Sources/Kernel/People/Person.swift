/// Somebody whom the house knows, with an account or without. All modules speak of people by this one register.
public struct Person: Sendable, Hashable {
    public let id: ID<Person>
    /// As in the papers, family name first.
    public let fullName: String
    public let version: Int

    public init(id: ID<Person>, fullName: String, version: Int = 1) {
        self.id = id
        self.fullName = fullName
        self.version = version
    }
}

public enum PersonRefusal: Refusal, Hashable {
    case nameMissing, nameTooLong, reasonMissing

    public var message: String {
        switch self {
        case .nameMissing: t("Hãy nhập họ và tên.")
        case .nameTooLong: t("Họ và tên dài quá 200 chữ. Hãy viết ngắn lại.")
        case .reasonMissing: t("Hãy ghi lý do sửa.")
        }
    }
}
