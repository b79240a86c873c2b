extension Question {
    /// Load an image dataset.
    public static let q05 = Question(
        number: 5, folder: "Q05LoadImageDataset", title: "Load an image dataset", chapter: "03-data.md", points: 6,
        hints: [
            "Three questions decide it: which names are classes, in which order, and who else must use the same list?",
            "`FileManager.default.contentsOfDirectory` lists one level, `subpathsOfDirectory` everything below. Neither sorts, and both show hidden files. For the two parts, list the classes once, from the training folder.",
            "Classes: list `root`, keep what is a folder and does not start with a dot, `sorted()`. Samples: for each class and its index, list everything below its folder, keep the paths with an image's ending and no component that starts with a dot, sort. Two parts: throw unless the validation folder's classes are the training folder's, then give `samples` the same list twice.",
        ],
        misconceptions: [
            Q05.directoryOrder, Q05.hiddenCounted, Q05.wrongLevel, Q05.separateLists, Q05.sortedAsPeopleDo,
            Q05.capitalsOverlooked,
        ])
}

enum Q05 {
    static let directoryOrder = Misconception(
        "directory order instead of sorted",
        "A file system lists a folder in an order of its own, another one on each machine: sort before you count labels from it."
    )
    static let hiddenCounted = Misconception(
        "hidden files and non-images counted",
        "Folders collect more than pictures: .DS_Store, ._07.png, Thumbs.db, notes. Take folders for classes, image files for samples, and nothing that starts with a dot."
    )
    static let wrongLevel = Misconception(
        "one level too deep or too shallow",
        "The classes are the folders directly below the root, neither the root nor folders further down; their images lie at any depth below them, never beside them."
    )
    static let separateLists = Misconception(
        "class lists built separately",
        "One list of classes, the training folder's, numbers both parts: where each part counts its own, one missing folder shifts every label after it.",
        rule: .classListsDiffer)
    static let sortedAsPeopleDo = Misconception(
        "sorted as people sort",
        "Labels follow Unicode order, upper case before lower case, as `sorted()` and other tools for image folders have it; an order that ignores case numbers the classes differently."
    )
    static let capitalsOverlooked = Misconception(
        "endings in capitals overlooked",
        "Cameras write IMG_0007.JPG: compare the ending of the lower-cased name, or a part of the data is silently missing."
    )
}
