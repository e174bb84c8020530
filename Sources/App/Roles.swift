import Accounts
import Administration
import Kernel
import Procedures
import Register
import Territory

// Circumstances (who is poor, disabled, does not read) decide by which way somebody is reached. They are seen where
// that is decided, and no higher: by the clerk who keeps the commune's lists and by the head of the village.

/// Who may do what: the only place that gives permissions to roles. `Tests/AppTests/Golden/access-matrix.txt` shows
/// what comes of it, door by door.
enum ProvinceRoles {
    static let all = Roles([
        Role("citizen", title: "Người dân", reach: .person, permissions: []),
        Role("helper", title: "Tổ công nghệ số cộng đồng", reach: .unit, permissions: []),
        Role("village", title: "Trưởng thôn", reach: .unit, permissions: [.readResidents, .readInclusion]),
        Role(
            "clerk", title: "Công chức một cửa cấp xã", reach: .unit,
            permissions: [
                .readDossiers, .acceptDossiers, .answerDossiers, .exportDossiers, .readResidents, .correctResidents,
                .readInclusion,
            ]),
        Role(
            "chair", title: "Chủ tịch UBND cấp xã", reach: .unit,
            permissions: [
                .readDossiers, .answerDossiers, .exportDossiers, .readResidents, .exportResidents, .seeReadQuestions,
                .answerReadQuestions,
            ], isSingleHolder: true),
        Role("health", title: "Trạm Y tế xã", reach: .unit, permissions: [.readResidents]),
        Role(
            "district", title: "Bộ phận một cửa cấp huyện", reach: .unit,
            permissions: [.readDossiers, .acceptDossiers, .answerDossiers]),
        Role(
            "office", title: "Văn phòng UBND tỉnh", reach: .unit,
            permissions: [
                .readDossiers, .readResidents, .mergeResidents, .importResidents, .exportResidents, .planUnits,
                .settleUnits, .seeReadQuestions, .answerReadQuestions,
            ]),
        Role(
            "leader", title: "Lãnh đạo UBND tỉnh", reach: .unit, permissions: [.planUnits, .scheduleUnits]),
        Role(
            "auditor", title: "Thanh tra, kiểm tra", reach: .everything, permissions: [.readServer, .seeReadQuestions]),
        Role(
            "admin", title: "Quản trị hệ thống", reach: .everything,
            permissions: [
                .manageAccounts, .grantRoles, .manageCalendar, .manageJobs, .manageLanguages, .readServer,
            ]),
    ])
}
