public import Kernel

extension Permission {
    /// Holidays, days given for them, and days to be made up: they move every deadline.
    public static let manageCalendar = Permission("administration.calendar", title: "Sửa lịch làm việc")
    /// Jobs that failed: to see why, to run them again, to let them go.
    public static let manageJobs = Permission("administration.jobs", title: "Xem và chạy lại việc nền")
    /// What is translated and what is not.
    public static let manageLanguages = Permission("administration.languages", title: "Xem các ngôn ngữ")
    /// What the running server is, and who may pass which door.
    public static let readServer = Permission("administration.server", title: "Xem tình trạng máy chủ")
}
