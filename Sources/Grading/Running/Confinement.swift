import CLandlock
import Foundation

/// Keeps the running process, and whatever it starts, from changing files outside one folder and from signalling other
/// processes.
///
/// The Linux kernel's Landlock does it, without any privilege: files from kernel 5.13 on, signals from 6.12 on. Reading
/// stays free. See <https://docs.kernel.org/userspace-api/landlock.html>.
public enum Confinement {
    /// Whether this kernel can keep a process from changing files.
    public static var isAvailable: Bool { landlock_version() >= 1 }
    /// Whether it can also keep it from ending other processes.
    public static var coversSignals: Bool { landlock_version() >= 6 }

    /// Confines the running process for the rest of its life. Where the kernel cannot, nothing happens.
    static func allowChanges(in folder: String) {
        let version = landlock_version()
        guard version >= 1 else { return }
        var changes: UInt64 = 0
        for right in 4...12 { changes |= 1 << UInt64(right) }  // remove and make files, folders and links
        let write: UInt64 = 1 << 1
        let refer: UInt64 = version >= 2 ? 1 << 13 : 0
        let truncate: UInt64 = version >= 3 ? 1 << 14 : 0
        let signals: UInt64 = version >= 6 ? 1 << 1 : 0
        let all = changes | write | refer | truncate
        var rules = landlock_rules(handled_files: all, handled_network: 0, scoped: signals)
        let word = MemoryLayout<UInt64>.size
        let ruleset = landlock_create(&rules, version >= 6 ? 3 * word : version >= 4 ? 2 * word : word)
        guard ruleset >= 0 else { return }
        defer { close(ruleset) }
        for (path, access) in [(folder, all), ("/dev/null", write | truncate)] {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { continue }
            landlock_allow(ruleset, access, file)
            close(file)
        }
        landlock_restrict(ruleset)
    }
}
