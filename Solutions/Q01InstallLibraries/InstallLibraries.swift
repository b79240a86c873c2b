import TrainingCore

/// Whether the version `installed` is `required` or newer.
public func isVersion(_ installed: String, atLeast required: String) throws -> Bool {
    let found = installed.split(separator: ".").map { Int($0) ?? 0 }
    let needed = required.split(separator: ".").map { Int($0) ?? 0 }
    return !found.lexicographicallyPrecedes(needed)  // the order of a dictionary, with numbers for letters
}

/// What is missing or too old on a machine, and the command that installs it.
public func checkLibraries(
    _ required: [SystemLibrary], installedVersion: (_ name: String) -> String?
) throws -> LibraryReport {
    var missing: [SystemLibrary] = []
    var outdated: [SystemLibrary] = []
    for library in required {
        if let version = installedVersion(library.name) {
            if try !isVersion(version, atLeast: library.leastVersion) { outdated.append(library) }
        } else {
            missing.append(library)
        }
    }
    var packages: [String] = []  // each once, though two libraries may come in one
    for library in missing + outdated where !packages.contains(library.package) { packages.append(library.package) }
    let command = packages.isEmpty ? nil : "apt-get install " + packages.joined(separator: " ")
    return LibraryReport(missing: missing, outdated: outdated, command: command)
}
