/// A place that tensors lie on and are computed with.
///
/// This package computes on the CPU alone. Its accelerators are simulated: they have names and follow the rules of
/// real ones, so that placing can be practised, but it is the CPU that does their arithmetic.
public struct Device: Sendable, Hashable, CustomStringConvertible {
    /// What sort of device it is.
    public enum Kind: String, Sendable {
        /// The processor that runs the program; there always is one.
        case cpu
        /// A graphics processor or the like.
        case accelerator
    }

    /// What sort of device it is.
    public let kind: Kind
    /// Its number among the devices of its kind.
    public let index: Int
    /// Whether a small trial computation succeeded there. A system also lists accelerators that cannot be used: the
    /// driver is too old, or the library has no code for the chip.
    public let isUsable: Bool

    /// The CPU.
    public static let cpu = Device(kind: .cpu, index: 0, isUsable: true)

    /// An accelerator.
    public static func accelerator(_ index: Int, isUsable: Bool = true) -> Device {
        Device(kind: .accelerator, index: index, isUsable: isUsable)
    }

    /// `cpu` or `accelerator:0`.
    public var description: String { kind == .cpu ? "cpu" : "\(kind.rawValue):\(index)" }
}
