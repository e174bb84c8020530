import Store
import TestKit
import Testing

@testable import Kernel

@Suite("Bằng chứng của một dòng") struct JournalProofTests {
    private static func line(_ purpose: String, at: Int) -> JournalLine {
        JournalLine(
            at: Instant(microseconds: Int64(at)), actor: "a", purpose: purpose, action: "resident.read",
            subjectKind: "person", subjectID: "p", door: "test", node: "test", body: "{\"code\":\"\(at)\"}")
    }

    /// What the script of the documentation does: the leaf from the told fields, the root from the path.
    private static func holds(_ proof: JournalProof) throws -> Bool {
        var bytes = Array(proof.form.utf8)
        for field in proof.fields { bytes += framed(field.value.map { Array($0.utf8) }) }
        bytes += framed(try #require(Hex.bytes(proof.commitment)))
        let path = try proof.path.map { try #require(Hex.bytes($0)) }
        return MerkleTree.verifiesInclusion(
            of: MerkleTree.leafHash(bytes), at: proof.leafIndex, in: proof.checkpoint.size, proof: path,
            root: try #require(Hex.bytes(proof.checkpoint.root)))
    }

    private static func framed(_ value: [UInt8]?) -> [UInt8] {
        guard let value else { return [0xff, 0xff, 0xff, 0xff] }
        return withUnsafeBytes(of: UInt32(value.count).bigEndian) { Array($0) } + value
    }

    @Test(arguments: TestEngine.available) func leadsToTheSignedRoot(_ engine: TestEngine) async throws {
        try await withDatabase(engine) { database in
            _ = try await Migrator(KernelModule.migrations).run(on: database)
            let lines = (0..<5).map { Self.line("việc \($0)", at: 1_000 + $0) }
            try await database.write { db in try Journal(db: db).write(lines) }
            let early = try await database.read { db in try JournalTree(db: db).proof(of: lines[2].id) }
            #expect(early == nil)
            let seed = [UInt8](repeating: 7, count: 32)
            let (signer, key) = try #require(CheckpointSigner.ed25519(seed: seed, keyID: "k"))
            _ = try await Sequencer(database: database, signer: signer).sequence(
                at: Instant(microseconds: 9_000), checkpoint: true)
            for line in lines {
                let proof = try #require(try await database.read { db in try JournalTree(db: db).proof(of: line.id) })
                #expect(try Self.holds(proof))
                let salt = try #require(proof.salt.flatMap(Hex.bytes))
                #expect(
                    Hex.text(JournalLeaf.commitment(salt: salt, body: try #require(proof.body))) == proof.commitment)
                let checkpoint = try await database.read { db in try JournalTree(db: db).checkpoint() }
                #expect(try #require(checkpoint).isSigned(by: key))
            }
            let nobody = try await database.read { db in try JournalTree(db: db).proof(of: ID<JournalLine>.new()) }
            #expect(nobody == nil)
        }
    }
}
