import Files

extension KnownDataset {
    /// CIFAR-10: small colour pictures of ten kinds of animals and vehicles.
    public static let cifar10 = cifar(
        "cifar10", title: "small colour pictures of animals and vehicles, 32×32", classCount: 10,
        download: Download(
            "cifar-10-binary.tar.gz", megabytes: 170,
            from: .address("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
            checksum: .md5("c32a1d4ab5d03f1284b67883e8d87530")),
        labelBytes: 1, names: "batches.meta.txt", training: (1...5).map { "data_batch_\($0).bin" },
        test: "test_batch.bin")

    /// CIFAR-100: small colour pictures in a hundred classes.
    public static let cifar100 = cifar(
        "cifar100", title: "small colour pictures of all sorts of things, 32×32", classCount: 100,
        download: Download(
            "cifar-100-binary.tar.gz", megabytes: 169,
            from: .address("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"),
            checksum: .md5("03b5dce01913d631647c71ecec9e9cb8")),
        labelBytes: 2, names: "fine_label_names.txt", training: ["train.bin"], test: "test.bin")

    private static func cifar(
        _ name: String, title: String, classCount: Int, download: Download, labelBytes: Int, names: String,
        training: [String], test: String
    ) -> KnownDataset {
        KnownDataset(
            name: name, title: title, imageCount: 60_000, classCount: classCount, licence: "none stated",
            terms:
                "No licence is stated; the authors ask to cite the report below. The pictures were collected from the "
                + "web.",
            source: "Krizhevsky, “Learning Multiple Layers of Features from Tiny Images”, 2009; "
                + "https://www.cs.toronto.edu/~kriz/cifar.html, binary version.",
            notes:
                "The test images are the published ones. Of the published training images, which are in random order, "
                + "the last tenth is for validation.",
            downloads: [download],
            prepare: { files, folder, tools in try tools.unpackTar(files[0], in: folder, without: 1) },
            read: { folder in
                let classes = try readList(joined(folder, names)) { $0.joined(separator: " ") }
                let images = try CIFARDataset(
                    training.map { joined(folder, $0) }, labelBytes: labelBytes, classes: classes)
                let first = images.count - images.count / 10
                return DatasetSplit(
                    train: Subset(images, indices: Array(0..<first)),
                    validation: Subset(images, indices: Array(first..<images.count)),
                    test: try CIFARDataset([joined(folder, test)], labelBytes: labelBytes, classes: classes))
            })
    }
}
