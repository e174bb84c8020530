public import Hummingbird
import NIOCore

/// What Hummingbird carries along with a request: the address of the peer beside its own.
public struct HouseContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The peer's IP address without port; empty for requests made inside tests.
    public let peer: String

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? ""
    }

    /// Larger bodies are read as streams by the doors that take them.
    public var maxUploadSize: Int { 1 << 20 }
}
