public import Kernel

extension HTML.StringInterpolation {
    public mutating func appendInterpolation<Kind>(_ id: ID<Kind>) { appendInterpolation(id.description) }
}
