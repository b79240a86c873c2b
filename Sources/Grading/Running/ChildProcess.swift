import Files
import Foundation

/// A program that runs as a session of its own, with both outputs in one file, and that can be ended with all it
/// started.
///
/// Foundation's `Process` passes on which signals are blocked and makes its child the leader of a group, which then
/// cannot begin a session. Both would let a learner's program outlive its limits.
struct ChildProcess {
    /// How a process ended.
    enum End: Equatable {
        /// It ended itself, with this code.
        case exited(Int32)
        /// This signal ended it.
        case signalled(Int32)
        /// It was ended because its time was over.
        case ranOutOfTime
    }

    private let id: pid_t
    /// In the environment of the process and so of all that it starts, even of what leaves its session.
    private let mark: String

    /// Starts `program`, a path; what it prints is appended to the file `output`.
    ///
    /// - Throws: `FileError` when it does not start.
    init(
        _ program: String, _ arguments: [String], environment: [String: String], output: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var limits = sigset_t()
        sigemptyset(&limits)
        sigaddset(&limits, SIGXCPU)
        sigaddset(&limits, SIGXFSZ)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &limits)
        let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which Swift does not import
        posix_spawnattr_setflags(
            &attributes, Int16(newSession | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)))

        let argv = ([program] + arguments).map { strdup($0) } + [nil]
        mark = "WORKBOOK_PROCESS=\(UUID().uuidString)"
        let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [strdup(mark), nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var id: pid_t = 0
        let status = posix_spawn(&id, program, &actions, &attributes, argv, envp)
        guard status == 0 else {
            throw FileError(
                program, expected: "a program that starts", found: String(cString: strerror(status)).lowercased())
        }
        self.id = id
    }

    /// Waits for the end, at most `seconds`, and then ends everything that the process started and left running.
    func wait(seconds: Double) -> End {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var status: Int32 = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            guard .now < deadline else {
                endAll()
                waitpid(id, &status, 0)
                return .ranOutOfTime
            }
            usleep(5000)
        }
        endAll()
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    private func endAll() {
        // A process may start another while they are being counted, so look again until none is left.
        for _ in 0..<10 {
            let left = descendants()
            if left.isEmpty { return }
            for process in left { kill(process, SIGKILL) }
            usleep(1000)
        }
    }

    private func descendants() -> [pid_t] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { pid_t($0) } ?? []
        return all.filter { process in
            guard process != getpid(), !isDead(process) else { return false }
            if getsid(process) == id { return true }
            guard let file = FileHandle(forReadingAtPath: "/proc/\(process)/environ"),
                let environment = try? file.readToEnd()
            else { return false }
            return environment.split(separator: 0).contains { $0.elementsEqual(mark.utf8) }
        }
    }

    /// Whether a process has ended and only waits for its parent to notice.
    private func isDead(_ process: pid_t) -> Bool {
        guard let file = FileHandle(forReadingAtPath: "/proc/\(process)/stat"), let data = try? file.readToEnd() else {
            return true
        }
        let text = String(decoding: data, as: UTF8.self)
        return text[(text.lastIndex(of: ")") ?? text.startIndex)...].hasPrefix(") Z")
    }
}
