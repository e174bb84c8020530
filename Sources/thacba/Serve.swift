import App
import ArgumentParser
import Foundation

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve pages and the API.")

    @OptionGroup var common: CommonFlags
    @Option(help: "The address to listen on.") var host: String?
    @Option(help: "The port; 0 takes a free one.") var port: Int?
    @Option(help: "A certificate chain in PEM.") var tlsCert: String?
    @Option(help: "Its private key in PEM.") var tlsKey: String?
    @Flag(help: "A reverse proxy stands in front: trust its X-Forwarded-For.") var behindProxy = false
    @Option(help: "The day the calendar starts on, for example 2025-07-02.") var today: String?
    @Option(help: "The name of this server in journal lines.") var node: String?
    @Option(help: "The bearer token for /metrics, which otherwise answers this machine alone.")
    var metricsToken: String?

    func run() async throws {
        try await explained {
            let settings = try common.settings([
                "host": host, "port": port.map(String.init), "tls-cert": tlsCert, "tls-key": tlsKey,
                "behind-proxy": behindProxy ? "true" : nil, "today": today, "node": node,
                "metrics-token": metricsToken,
            ])
            let logger = Logs.logger(settings)
            let opening = try Opening(settings)
            let province = try await opening.province(logger: logger)
            try await province.serve { address in
                Task {
                    let text = (try? await opening.welcome(address: address)) ?? address
                    // Not `print`: what is written into a pipe would wait in a buffer.
                    FileHandle.standardOutput.write(Data("\(text)\n".utf8))
                }
            }
        }
    }
}
