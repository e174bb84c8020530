/// The hash tree of RFC 6962 §2.1: pure, over hashes of 32 bytes.
public enum MerkleTree {
    public typealias Hash = [UInt8]

    /// A full subtree: `level` 0 is a leaf, `level` n covers the 2ⁿ leaves from `position` · 2ⁿ on.
    public struct Node: Hashable, Sendable {
        public let level: Int
        public let position: Int

        public init(level: Int, position: Int) {
            self.level = level
            self.position = position
        }
    }

    /// The root of a tree without leaves.
    public static let emptyRoot = Sha256.of([])

    /// `SHA-256(0x00 ‖ leaf)`.
    public static func leafHash(_ leaf: some Collection<UInt8>) -> Hash {
        var hash = Sha256()
        hash.update(CollectionOfOne(0))
        hash.update(leaf)
        return hash.finish()
    }

    /// `SHA-256(0x01 ‖ left ‖ right)`.
    public static func parentHash(_ left: Hash, _ right: Hash) -> Hash {
        Sha256.of([1] + left + right)
    }

    /// The root of the first `size` leaves.
    /// - Parameter node: gives the hash of a full subtree.
    public static func root(of size: Int, node: (Node) throws -> Hash) rethrows -> Hash {
        size == 0 ? emptyRoot : try hash(of: 0..<size, node: node)
    }

    /// The path from a leaf to the root of the first `size` leaves, lowest neighbour first (RFC 6962 §2.1.1).
    public static func inclusionProof(
        of index: Int, in size: Int, node: (Node) throws -> Hash
    ) rethrows -> [Hash] {
        precondition((0..<size).contains(index))
        var proof: [Hash] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + split(range.count)
            if index < middle {
                proof.append(try hash(of: middle..<range.upperBound, node: node))
                range = range.lowerBound..<middle
            } else {
                proof.append(try hash(of: range.lowerBound..<middle, node: node))
                range = middle..<range.upperBound
            }
        }
        return proof.reversed()
    }

    /// That the first `old` leaves are still the beginning of the first `new` (RFC 6962 §2.1.2).
    public static func consistencyProof(
        from old: Int, to new: Int, node: (Node) throws -> Hash
    ) rethrows -> [Hash] {
        precondition((0...new).contains(old))
        guard old > 0, old < new else { return [] }
        var proof: [Hash] = []
        var range = 0..<new
        var isWhole = true
        while range.upperBound != old {
            let middle = range.lowerBound + split(range.count)
            if old <= middle {
                proof.append(try hash(of: middle..<range.upperBound, node: node))
                range = range.lowerBound..<middle
            } else {
                proof.append(try hash(of: range.lowerBound..<middle, node: node))
                range = middle..<range.upperBound
                isWhole = false
            }
        }
        if !isWhole { proof.append(try hash(of: range, node: node)) }
        return proof.reversed()
    }

    /// Leaves from an even border on: full subtrees are asked for, the right edge is put together from them.
    private static func hash(of range: Range<Int>, node: (Node) throws -> Hash) rethrows -> Hash {
        let count = range.count
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try node(Node(level: level, position: range.lowerBound >> level))
        }
        let middle = range.lowerBound + split(count)
        return parentHash(
            try hash(of: range.lowerBound..<middle, node: node), try hash(of: middle..<range.upperBound, node: node))
    }

    /// The largest power of two below `count`.
    private static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}

// Checking needs no tree: a citizen or an auditor does it with the proof and a signed root alone.
extension MerkleTree {
    /// Whether the proof leads from the leaf to the root (RFC 9162 §2.1.3.2).
    public static func verifiesInclusion(
        of leafHash: Hash, at index: Int, in size: Int, proof: [Hash], root: Hash
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var node = index
        var last = size - 1
        var hash = leafHash
        for neighbour in proof {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = parentHash(neighbour, hash)
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = parentHash(hash, neighbour)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether the older root is the beginning of the newer one (RFC 9162 §2.1.4.2).
    public static func verifiesConsistency(
        from old: Int, oldRoot: Hash, to new: Int, newRoot: Hash, proof: [Hash]
    ) -> Bool {
        guard old >= 0, old <= new else { return false }
        if old == new { return proof.isEmpty && oldRoot == newRoot }
        if old == 0 { return proof.isEmpty && oldRoot == emptyRoot }
        var path = ArraySlice(proof)
        if old & (old - 1) == 0 { path.insert(oldRoot, at: path.startIndex) }
        guard let first = path.popFirst() else { return false }
        var node = old - 1
        var last = new - 1
        while node & 1 == 1 {
            node >>= 1
            last >>= 1
        }
        var oldHash = first
        var newHash = first
        for neighbour in path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                oldHash = parentHash(neighbour, oldHash)
                newHash = parentHash(neighbour, newHash)
                while node & 1 == 0, node > 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                newHash = parentHash(newHash, neighbour)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }
}

/// The right edge of a growing tree: the roots of its full subtrees, largest first.
/// Enough to append leaves and to tell the root, whatever the size.
public struct MerkleFrontier: Sendable, Equatable {
    public private(set) var size: Int
    public private(set) var peaks: [MerkleTree.Hash]

    public init() {
        size = 0
        peaks = []
    }

    /// `nil` when the number of peaks is not that of the size.
    public init?(size: Int, peaks: [MerkleTree.Hash]) {
        guard size >= 0, peaks.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.peaks = peaks
    }

    /// - Parameter completed: is told of every full subtree that the leaf completes, the leaf first.
    public mutating func append(
        _ leafHash: MerkleTree.Hash, completed: (MerkleTree.Node, MerkleTree.Hash) -> Void = { _, _ in }
    ) {
        var hash = leafHash
        var node = MerkleTree.Node(level: 0, position: size)
        completed(node, hash)
        while node.position & 1 == 1 {
            hash = MerkleTree.parentHash(peaks.removeLast(), hash)
            node = MerkleTree.Node(level: node.level + 1, position: node.position >> 1)
            completed(node, hash)
        }
        peaks.append(hash)
        size += 1
    }

    public var root: MerkleTree.Hash {
        guard var hash = peaks.last else { return MerkleTree.emptyRoot }
        for peak in peaks.dropLast().reversed() { hash = MerkleTree.parentHash(peak, hash) }
        return hash
    }
}
