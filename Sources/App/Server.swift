import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Kernel
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Store
import UnixSignals
import Web

extension Province {
    /// Serves until the process is told to stop (SIGTERM, SIGINT); then finishes what runs and closes the database.
    /// - Parameter ready: called with the address once the port is open.
    public func serve(ready: @escaping @Sendable (String) -> Void) async throws {
        let secure = settings.tlsCertificate != nil
        let server = try httpServer()
        let settings = settings
        let app = Application(
            router: house.router(for: doors), server: server,
            configuration: .init(
                address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1024),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? settings.port
                let host = settings.host == "127.0.0.1" ? "localhost" : settings.host
                ready("\(secure ? "https" : "http")://\(host):\(port)")
            },
            logger: house.logger)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: Background { await runner.run() }),
                    .init(service: Background { await calendar.run() }),
                    .init(service: Background { await provinceNames.run() }),
                    .init(service: Background { await live.run() }),
                    .init(service: Background { await sequencer.run() }),
                    .init(service: app, successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: house.logger))
        do { try await group.run() } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    private func httpServer() throws -> HTTPServerBuilder {
        guard let certificate = settings.tlsCertificate, let key = settings.tlsKey else { return .http1() }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
            let privateKey = NIOSSLPrivateKeySource.privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
            return try .tls(
                tlsConfiguration: .makeServerConfiguration(certificateChain: chain, privateKey: privateKey))
        } catch {
            throw SettingsError(text: "tls-cert, tls-key: \(error)")
        }
    }
}

/// A loop that runs beside the server and ends with it.
private struct Background: Service {
    let work: @Sendable () async -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown { await work() }
    }
}
