import Foundation
import Kernel
import Store

/// One thing that `thacba doctor` looked at.
public struct Finding: Sendable, Equatable {
    public let isGood: Bool
    public let text: String

    static func good(_ text: String) -> Finding { Finding(isGood: true, text: text) }
    static func bad(_ text: String) -> Finding { Finding(isGood: false, text: text) }
}

extension Opening {
    /// Looks the installation over. Changes nothing.
    public func examine() async -> [Finding] {
        var findings = [dataFolder, keyFile, freeSpace]
        let status = await database.status()
        guard status.isReachable else {
            return findings + [
                .bad("The database does not answer (\(status.engine)). Is it running, and is the address right?")
            ]
        }
        findings.append(.good("\(status.engine) \(status.version) answers."))
        findings += status.notes.map { .good("\($0.name): \($0.value)") }
        findings.append(await migrations)
        findings.append(await journal)
        findings.append(await deadJobs)
        findings.append(images)
        return findings
    }

    private var dataFolder: Finding {
        FileManager.default.isWritableFile(atPath: settings.data)
            ? .good("The data folder \(settings.data) can be written.")
            : .bad("The data folder \(settings.data) cannot be written. Make it, or name another one with --data.")
    }

    private var keyFile: Finding {
        do {
            let keys = try KeyFile.open(at: settings.keyPath)
            return .good("The key file holds \(keys.keyIDs.count) key(s). Keep a copy of it apart from the database's.")
        } catch {
            return .bad("Key file: \((error as? KeyFileError)?.message ?? "\(error)")")
        }
    }

    private var freeSpace: Finding {
        let free = ProcessFacts.freeBytes(at: settings.data)
        let text = "\(free / 1_000_000) MB are free for the data folder."
        return free < 1_000_000_000 ? .bad("\(text) Make room before writing fails.") : .good(text)
    }

    private var migrations: Finding {
        get async {
            do {
                let pending = try await Migrator(Province.migrations).pending(on: database)
                return pending.isEmpty
                    ? .good("The schema is this program's.")
                    : .bad("\(pending.count) migration(s) have not run. Run `thacba migrate`.")
            } catch {
                return .bad("The schema does not fit this program: \(error)")
            }
        }
    }

    private var deadJobs: Finding {
        get async {
            do {
                let dead = try await database.read { db in try JobQueue(db: db).list(.dead, limit: 100) }
                return dead.isEmpty
                    ? .good("No job has failed for good.")
                    : .bad("\(dead.count) job(s) have failed for good. See `thacba jobs`.")
            } catch {
                return .bad("The jobs cannot be read: \(error)")
            }
        }
    }

    private var journal: Finding {
        get async {
            do {
                let report = try await verifyJournal()
                return report.isSound ? .good(report.text) : .bad(report.text)
            } catch {
                return .bad("The journal cannot be verified: \(error)")
            }
        }
    }

    private var images: Finding {
        let found = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/vipsthumbnail") }
        return found
            ? .good("vipsthumbnail is there: pictures are made smaller.")
            : .bad("vipsthumbnail is missing: pictures stay as large as they came. Install libvips-tools.")
    }

    /// What verifying the journal found.
    public struct JournalReport: Sendable {
        public let isSound: Bool
        public let text: String
    }

    /// Recomputes the journal's tree and checks every checkpoint's signature.
    public func verifyJournal() async throws -> JournalReport {
        let keys = try KeyFile.open(at: settings.keyPath)
        let audit = JournalAudit(database: database) { id in
            keys.seed(for: Province.journalPurpose, keyID: id)
                .flatMap { CheckpointSigner.ed25519(seed: $0, keyID: id)?.publicKey }
        }
        let report = try await audit.verify()
        let text =
            "Journal: \(report.lines) lines, \(report.checkpoints) checkpoints, \(report.unnumbered) not numbered yet"
        return JournalReport(
            isSound: report.isSound,
            text: report.isSound
                ? "\(text): all proofs hold." : "\(text): \(report.findings.map { "\($0)" }.joined(separator: "; "))")
    }
}
