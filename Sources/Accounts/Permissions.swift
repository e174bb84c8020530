public import Kernel

extension Permission {
    /// Accounts of others: make, rename, close, give a new password. No content.
    public static let manageAccounts = Permission("accounts.manage", title: "Quản lý tài khoản")
}
