// Q01  Install the libraries                                       Chapters/02-environment.md#q01
//
// A program that trains networks stands on libraries of the system: fast kernels, image formats. Before it can be
// built, each of them must be there, and new enough. Write the check that a setup script would make: which libraries
// are not installed, which are too old, and which one command brings exactly those.
//
// A version is numbers with dots between them, and the numbers are compared one after the other from the left, as
// numbers. A version that ends earlier is the older: 2.1 before 2.1.5. `installedVersion` is the probe: it knows
// libraries by their `name` and answers `nil` for one that is not installed. The command is `apt-get install` and the
// packages, each once, though two libraries may come in one; `sudo` and options such as `-y` may be in it. With nothing
// to install there is no command. Libraries stay in the order of `required`.

import TrainingCore

/// Whether the version `installed` is `required` or newer.
public func isVersion(_ installed: String, atLeast required: String) throws -> Bool {
    throw Unfinished()
}

/// What is missing or too old on a machine, and the command that installs it.
public func checkLibraries(
    _ required: [SystemLibrary], installedVersion: (_ name: String) -> String?
) throws -> LibraryReport {
    throw Unfinished()
}
