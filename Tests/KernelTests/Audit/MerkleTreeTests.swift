import Testing

@testable import Kernel

/// Against the published vectors of RFC 6962's reference implementation.
@Suite struct MerkleTreeTests {
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]

    /// Roots of the first 1…8 reference leaves.
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test func emptyTreeHasTheHashOfNothing() {
        #expect(
            Hex.text(MerkleTree.emptyRoot) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(MerkleFrontier().root == MerkleTree.emptyRoot)
    }

    @Test func rootsAreThoseOfTheReference() throws {
        let tree = try TestTree(Self.leaves.map { try #require(Hex.bytes($0)) })
        var frontier = MerkleFrontier()
        for (count, expected) in Self.roots.enumerated() {
            frontier.append(tree.nodes[0][count])
            #expect(Hex.text(MerkleTree.root(of: count + 1, node: tree.hash)) == expected)
            #expect(Hex.text(frontier.root) == expected)
        }
    }

    /// Paths of the reference's own test: leaf, size, path.
    @Test(
        arguments: [
            (0, 1, []),
            (
                0, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                5, 8,
                [
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
            (
                1, 5,
                [
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ] as [(Int, Int, [String])])
    func inclusionPathsAreThoseOfTheReference(leaf: Int, size: Int, path: [String]) throws {
        let tree = try TestTree(Self.leaves.map { try #require(Hex.bytes($0)) })
        #expect(MerkleTree.inclusionProof(of: leaf, in: size, node: tree.hash).map(Hex.text) == path)
    }

    @Test func everyProofOfEveryTreeHoldsAndNoOther() {
        let tree = TestTree((0..<40).map { [UInt8]("leaf \($0)".utf8) })
        for size in 1...40 {
            let root = MerkleTree.root(of: size, node: tree.hash)
            for index in 0..<size {
                let proof = MerkleTree.inclusionProof(of: index, in: size, node: tree.hash)
                let leaf = tree.nodes[0][index]
                #expect(MerkleTree.verifiesInclusion(of: leaf, at: index, in: size, proof: proof, root: root))
                let other = tree.nodes[0][(index + 1) % 40]
                #expect(!MerkleTree.verifiesInclusion(of: other, at: index, in: size, proof: proof, root: root))
                #expect(
                    !MerkleTree.verifiesInclusion(of: leaf, at: index, in: size, proof: proof + [leaf], root: root))
            }
            for old in 0...size {
                let proof = MerkleTree.consistencyProof(from: old, to: size, node: tree.hash)
                let oldRoot = MerkleTree.root(of: old, node: tree.hash)
                #expect(
                    MerkleTree.verifiesConsistency(
                        from: old, oldRoot: oldRoot, to: size, newRoot: root, proof: proof))
                guard old > 0, old < size else { continue }
                #expect(
                    !MerkleTree.verifiesConsistency(
                        from: old, oldRoot: tree.nodes[0][0] + [0], to: size, newRoot: root, proof: proof))
            }
        }
    }

    @Test func frontierGrowsAsTheTreeDoesAndSurvivesStorage() throws {
        let tree = TestTree((0..<300).map { [UInt8]("leaf \($0)".utf8) })
        var frontier = MerkleFrontier()
        var stored: [MerkleTree.Node: MerkleTree.Hash] = [:]
        for leaf in tree.nodes[0] {
            frontier.append(leaf) { stored[$0] = $1 }
            frontier = try #require(MerkleFrontier(size: frontier.size, peaks: frontier.peaks))
            #expect(frontier.root == MerkleTree.root(of: frontier.size, node: tree.hash))
        }
        for (node, hash) in stored { #expect(tree.hash(node) == hash) }
        #expect(MerkleFrontier(size: 3, peaks: [tree.nodes[0][0]]) == nil)
    }
}

/// All full subtrees of a list of leaves, computed plainly.
private struct TestTree: Sendable {
    /// By level and position.
    let nodes: [[MerkleTree.Hash]]

    init(_ leaves: [[UInt8]]) {
        var levels = [leaves.map { MerkleTree.leafHash($0) }]
        while let last = levels.last, last.count > 1 {
            levels.append((0..<last.count / 2).map { MerkleTree.parentHash(last[2 * $0], last[2 * $0 + 1]) })
        }
        nodes = levels
    }

    func hash(_ node: MerkleTree.Node) -> MerkleTree.Hash { nodes[node.level][node.position] }
}
