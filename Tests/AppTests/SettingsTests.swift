import App
import Kernel
import Testing

@Suite struct SettingsTests {
    @Test func flagsBeforeEnvironmentBeforeFile() throws {
        let settings = try Settings.read(
            flags: ["port": "9001"], environment: ["THACBA_PORT": "9002", "THACBA_HOST": "0.0.0.0"],
            file: "port: 9003\nnode: mot")
        #expect(settings.port == 9001)
        #expect(settings.host == "0.0.0.0")
        #expect(settings.node == "mot")
    }

    @Test(
        arguments: [
            (["port": "nhieu"], [:], nil, "port (command line): \"nhieu\" is no port between 0 and 65535."),
            ([:], ["THACBA_PORT": "-1"], nil, "THACBA_PORT (environment): \"-1\" is no port between 0 and 65535."),
            ([:], [:], "port: 70000", "port (thacba.yaml): \"70000\" is no port between 0 and 65535."),
            (["today": "31/02/2022"], [:], nil, "today (command line): \"31/02/2022\" is no day such as 2022-07-25."),
            (
                ["database": "mysql://x"], [:], nil,
                "database (command line): \"mysql://x\" is neither sqlite:PATH nor postgres://…."
            ),
            (
                ["tls-cert": "/no/such/file"], [:], nil,
                "tls-cert (command line): \"/no/such/file\" is no readable file."
            ),
            (
                ["demo-password": "short"], [:], nil,
                "demo-password (command line): \"short\" has fewer than 8 characters."
            ),
        ] as [([String: String], [String: String], String?, String)])
    func saysWhatIsWrongAndWhereItWasSaid(
        _ flags: [String: String], _ environment: [String: String], _ file: String?, _ text: String
    ) {
        #expect(throws: SettingsError(text: text)) {
            try Settings.read(flags: flags, environment: environment, file: file)
        }
    }

    @Test(arguments: ["prot: 8080", "- port", "port: [", "\"port\": 1: 2"])
    func aFileWithAMistakeIsRefused(_ file: String) {
        #expect(throws: SettingsError.self) { try Settings.read(flags: [:], environment: [:], file: file) }
    }

    @Test func anUnknownVariableIsAMistakeToo() {
        #expect(throws: SettingsError.self) {
            try Settings.read(flags: [:], environment: ["THACBA_PROT": "1"], file: nil)
        }
    }

    @Test func variablesOfOthersAreNotOurs() throws {
        #expect(try Settings.read(flags: [:], environment: ["PATH": "/bin"], file: nil) == Settings())
    }
}
