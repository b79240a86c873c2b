import Files

extension KnownDataset {
    /// The Oxford flowers: photographs of 102 kinds.
    public static let flowers = KnownDataset(
        name: "flowers", title: "photographs of flowers", imageCount: 8189, classCount: 102, licence: "none stated",
        terms: "No licence is stated; the authors ask to cite the paper below. The photographs were collected from the "
            + "web.",
        source: "Nilsback and Zisserman, “Automated flower classification over a large number of classes”, 2008; "
            + "https://www.robots.ox.ac.uk/~vgg/data/flowers/102/.",
        notes: "The published parts: ten images of each kind to train on, ten to validate, and 6,149 to test.",
        downloads: [
            Download(
                "102flowers.tgz", megabytes: 345,
                from: .address("https://www.robots.ox.ac.uk/~vgg/data/flowers/102/102flowers.tgz"),
                checksum: .md5("52808999861908f626f3c1f4e79d11fa")),
            Download(
                "imagelabels.mat", megabytes: 0,
                from: .address("https://www.robots.ox.ac.uk/~vgg/data/flowers/102/imagelabels.mat"),
                checksum: .md5("e0620be6f572b9609742df49c70aed4d")),
            Download(
                "setid.mat", megabytes: 0,
                from: .address("https://www.robots.ox.ac.uk/~vgg/data/flowers/102/setid.mat"),
                checksum: .md5("a5357ecc9cb78c4bef273ce3793fc85c")),
        ],
        prepare: { files, folder, tools in
            try tools.unpackTar(files[0], in: folder)
            for (file, name) in zip(files.dropFirst(), ["imagelabels.mat", "setid.mat"]) {
                try writeAtomically(try readFile(file, expected: "a MATLAB file"), to: joined(folder, name))
            }
        },
        read: { folder in
            let labels = try numbers("labels", in: joined(folder, "imagelabels.mat"), upTo: flowerNames.count)
            func part(_ name: String) throws -> LabeledFiles {
                let images = try numbers(name, in: joined(folder, "setid.mat"), upTo: labels.count)
                let samples = images.map { number in
                    let digits = String(number)
                    let file = "image_" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".jpg"
                    return ImageFolder.Sample(path: "\(folder)/jpg/\(file)", label: labels[number - 1] - 1)
                }
                return LabeledFiles(classes: flowerNames, samples: samples)
            }
            return DatasetSplit(train: try part("trnid"), validation: try part("valid"), test: try part("tstid"))
        })

    /// An array of a MATLAB file that counts things from 1 to `largest`.
    private static func numbers(_ name: String, in path: String, upTo largest: Int) throws -> [Int] {
        let expected = "an array “\(name)” of numbers from 1 to \(largest)"
        let arrays = try MATFile(contentsOfFile: path).arrays
        guard let array = arrays[name], !array.isEmpty else {
            throw FileError(path, expected: expected, found: "arrays named \(arrays.keys.sorted())")
        }
        return try array.map { value in
            guard let number = Int(exactly: value), (1...largest).contains(number) else {
                throw FileError(path, expected: expected, found: "\(value)")
            }
            return number
        }
    }
}
