import Files

extension KnownDataset {
    /// Fashion-MNIST, all of it. The small part that comes with the package is ``FashionMNIST``.
    public static let fashionMNIST = KnownDataset(
        name: "fashion-mnist", title: "pictures of clothes, grey, 28×28", imageCount: 70_000, classCount: 10,
        licence: "MIT",
        terms: "Copyright 2017 Zalando SE: use, change and share them, with that notice and the licence.",
        source: "Xiao, Rasul and Vollgraf, “Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning "
            + "Algorithms”, 2017; the Debian package dataset-fashion-mnist.",
        notes: "The test images are the published ones. Of the published 60,000 training images, which are in random "
            + "order, the last 6,000 are for validation. The folder holds the four published files, unpacked.",
        downloads: [Download("dataset-fashion-mnist.deb", megabytes: 31, from: .debian("dataset-fashion-mnist"))],
        prepare: { files, folder, tools in
            try tools.unpackingDebianPackage(files[0], in: folder) { unpacked in
                for name in FashionMNIST.originalFiles {
                    let packed = "\(unpacked)/usr/share/datasets/fashion-mnist/\(name).gz"
                    let data = try readFile(packed, expected: "a file of Fashion-MNIST, packed by gzip")
                    let bytes = try inflated(data, limit: 1 << 27, file: packed)
                    try writeAtomically(bytes, to: joined(folder, name))
                }
            }
        },
        read: { folder in
            let training = try FashionMNIST.original("train", in: folder)
            guard training.count > 6000 else {
                throw FileError(folder, expected: "60,000 images to train on", found: "\(training.count)")
            }
            return DatasetSplit(
                train: Subset(training, indices: Array(0..<training.count - 6000)),
                validation: Subset(training, indices: Array(training.count - 6000..<training.count)),
                test: try FashionMNIST.original("t10k", in: folder))
        })
}

extension FashionMNIST {
    /// The names of the published files, unpacked.
    static let originalFiles = [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ]
}
