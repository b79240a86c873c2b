extension Question {
    /// Install the libraries.
    public static let q01 = Question(
        number: 1, folder: "Q01InstallLibraries", title: "Install the libraries", chapter: "02-environment.md",
        points: 5,
        hints: [
            "There are three cases for each library, not two. And ask yourself which of 1.6.9 and 1.6.39 is newer, and which one `>` on strings takes for newer.",
            "Split versions at the dots and make numbers of the parts. For each library ask the probe by its name: no answer is missing, an answer below the least version is outdated, everything else needs nothing.",
            "`!found.lexicographicallyPrecedes(needed)` on two arrays of Int compares versions. The command is `apt-get install ` and the packages of `missing + outdated`, each once, joined by spaces, or `nil` when there are none.",
        ],
        misconceptions: [
            Q01.everythingMissing, Q01.comparedAsText, Q01.comparedAsOneNumber, Q01.installedListedAgain,
            Q01.packageRepeated, Q01.leastVersionIgnored,
        ])
}

enum Q01 {
    static let everythingMissing = Misconception(
        "everything reported missing",
        "Only a library that the probe does not know is missing; and it knows libraries by their names, not by their packages."
    )
    static let comparedAsText = Misconception(
        "versions compared as text",
        "As text, 1.6.9 comes after 1.6.39, because the character 9 comes after 3; as a version it is older, because 9 is less than 39."
    )
    static let comparedAsOneNumber = Misconception(
        "versions compared as one number",
        "A version is a list of numbers, not one: 1.10 comes after 1.9, and what stands behind the second dot counts too. Compare part by part."
    )
    static let packageRepeated = Misconception(
        "a package named twice",
        "Two libraries may come in one package: name each package once.")
    static let installedListedAgain = Misconception(
        "installed ones listed again",
        "The command must name only what is missing or too old; a user reads it as a list of what will change.")
    static let leastVersionIgnored = Misconception(
        "least version ignored",
        "Being installed is not enough: a library older than the least version lacks what the program calls.")
}
