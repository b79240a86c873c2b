import Foundation

/// What a learner's code may use up before its process is ended.
public struct Limits: Sendable {
    /// Seconds from start to end.
    public var wallSeconds = 15.0
    /// Seconds of computing.
    public var cpuSeconds = 10
    /// Bytes of address space.
    public var memoryBytes = 2 << 30
    /// Bytes in any one file, standard output included.
    public var fileBytes = 16 << 20

    /// The limits that graders are made for: each takes about a second.
    public init() {}

    /// Applies all but the wall clock to the running process. For the child, before it runs anything else.
    public func applyToThisProcess() {
        set(RLIMIT_CPU, cpuSeconds, hard: cpuSeconds + 1)
        set(RLIMIT_AS, memoryBytes)
        set(RLIMIT_FSIZE, fileBytes)
        set(RLIMIT_CORE, 0)
    }

    private func set(_ resource: __rlimit_resource, _ value: Int, hard: Int? = nil) {
        var limit = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(hard ?? value))
        setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
    }
}
