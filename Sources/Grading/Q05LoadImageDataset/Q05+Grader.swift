import TrainingCore

/// Grades Q5: class names, samples with labels, and two parts whose labels agree.
public func gradeLoadImageDataset(
    _ classNames: (_ root: String) throws -> [String],
    _ samples: (_ root: String, _ classes: [String]) throws -> [ImageFolder.Sample],
    _ loadParts: (_ training: String, _ validation: String) throws -> (
        classes: [String], training: [ImageFolder.Sample], validation: [ImageFolder.Sample]
    ),
    _ grading: Grading
) {
    grading.check("the classes are the names of the folders, sorted") {
        try withTree(grading) { tree in try expectClasses(try classNames(tree.root), of: tree) }
    }
    grading.check("nothing else in the folder becomes a class") {
        try withTree(grading, clutter: ["cover.png", "notes.txt", ".DS_Store", ".cache/index.png"]) { tree in
            try expectClasses(try classNames(tree.root), of: tree)
        }
    }
    grading.check("every image below a class's folder is a sample with its label, ordered by path") {
        try withTree(grading) { tree in
            let found = try samples(tree.root, tree.classes)
            try expectSamples(found, of: tree, classes: tree.classes)
            let paths = tree.relative(found).map(\.path)
            try expect(paths, equals: tree.images, "paths", tree.isListed(paths) ? Q05.directoryOrder : nil)
        }
    }
    grading.check("nothing else in the folder becomes a sample") {
        try withTree(grading, clutter: samplesClutter) { tree in
            try expectNoOthers(try samples(tree.root, tree.classes), in: tree)
        }
    }
    grading.check("labels are indices into the classes that are given") {
        try withTree(grading) { tree in
            let classes = Array(tree.classes.reversed())
            try expectLabels(try samples(tree.root, classes), in: tree, classes: classes)
        }
    }
    grading.check("training and validation mean the same by a label") {
        try withScratchFolder { folder in
            var generator = grading.generator()
            let names = ImageTree.classNames(5, using: &generator).sorted()
            var some = names
            some.remove(at: Int.random(in: 0..<4, using: &generator))
            let training = try ImageTree("\(folder)/training", classes: names, using: &generator)
            let validation = try ImageTree("\(folder)/validation", classes: names, using: &generator)
            let smaller = try ImageTree("\(folder)/smaller", classes: some, using: &generator)
            let larger = try ImageTree("\(folder)/larger", classes: names + ["Aardvark"], using: &generator)

            try expectParts(try loadParts(training.root, validation.root), training, validation)
            if let parts = try unlessRefused({ try loadParts(training.root, smaller.root) }) {
                try expectParts(parts, training, smaller)
            }
            if let parts = try unlessRefused({ try loadParts(training.root, larger.root) }) {
                let own = larger.samples(larger.classes)
                throw Mistake(
                    expected: "an error: validation has the class Aardvark, training has not",
                    found: "no error, \(parts.validation.count) validation samples",
                    larger.relative(parts.validation) == own ? Q05.separateLists : nil)
            }
        }
    }
}

/// Files of all kinds that belong to no class: beside the classes, hidden, or no images.
private let samplesClutter = [
    "cover.png", ".DS_Store", ".cache/11.png", "ant/.DS_Store", "ant/._12.png", "ant/.thumbnails/13.jpg",
    "ant/notes.txt", "ant/more/Thumbs.db", "ant/png", "ant/more/._14.png", "ant/more/.hidden/15.jpg",
]

/// Runs a check on an image folder of eight classes, one of them `ant`.
private func withTree(
    _ grading: Grading, clutter: [String] = [], _ body: (ImageTree) throws -> Void
) throws {
    try withScratchFolder { folder in
        var generator = grading.generator()
        let names = ["ant"] + ImageTree.classNames(9, using: &generator).filter { $0 != "ant" }.suffix(7)
        try body(ImageTree("\(folder)/data", classes: names, clutter: clutter, using: &generator))
    }
}

/// What `body` returns, or `nil` when it throws an error that is an answer.
private func unlessRefused<Value>(_ body: () throws -> Value) throws -> Value? {
    do {
        return try body()
    } catch let error as Unfinished {
        throw error
    } catch {
        return nil
    }
}
