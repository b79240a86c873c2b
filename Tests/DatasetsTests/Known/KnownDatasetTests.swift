import Files
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Known data sets")
struct KnownDatasetTests {
    let make: ArchiveMaker

    init() throws { make = try ArchiveMaker() }

    private var folder: TemporaryFolder { make.folder }

    private func write(_ path: String, _ text: String) throws { try folder.write(path, Array(text.utf8)) }

    @Test func namesAreUnlike() {
        #expect(Set(KnownDataset.all.map(\.name)).count == 8)
        let error = #expect(throws: UnknownDataset.self) { try KnownDataset.open("mnist") }
        #expect("\(error!)".hasPrefix("mnist: no such data set; there are digits, fashion-mnist, "))
    }

    @Test func whatIsNotHereSaysHowToFetchIt() throws {
        let error = try #require(throws: FileError.self) { try KnownDataset.open("pets", in: make.cache) }
        #expect(error.file == "\(make.cache.path)/pets" && error.found.hasSuffix("./workbook data fetch pets"))
    }

    @Test func digitsComeWithThePackage() throws {
        let digits = try KnownDataset.open("digits", in: make.cache)
        #expect(digits.classes == (0...9).map(String.init))
        let parts = [digits.train, digits.validation, digits.test]
        #expect(parts.map(\.count) == [1197, 300, 300])
        let counts = parts.map(\.countPerClass)
        #expect((0..<10).map { label in counts.map { $0[label] }.reduce(0, +) } == KnownDatasetTests.digitCounts)
        // The first line of the file: 0,0,5,13,9,1,0,0, … and the digit 0.
        #expect(digits.train.label(at: 0) == 0)
        let row = try digits.train.image(at: 0).pixels.prefix(24)
        #expect(Array(row) == [0, 0, 80, 207, 143, 16, 0, 0].flatMap { [UInt8](repeating: $0, count: 3) })
    }

    /// As UCI describes its test set.
    private static let digitCounts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]

    @Test func cifar10() throws {
        let root = "cifar-10-batches-bin"
        try write("\(root)/batches.meta.txt", "cat\ndog\n\n")
        func records(_ labels: [UInt8]) -> [UInt8] { labels.flatMap { [$0] + [UInt8](repeating: $0 + 9, count: 3072) } }
        for batch in 1...5 { try folder.write("\(root)/data_batch_\(batch).bin", records([0, UInt8(batch % 2)])) }
        try folder.write("\(root)/test_batch.bin", records([1, 1, 0]))
        let cifar = try make.fetch(.cifar10, from: [make.tar(root, as: "x.tar.gz")])
        #expect(cifar.classes == ["cat", "dog"])
        #expect(cifar.train.labels == [0, 1, 0, 0, 0, 1, 0, 0, 0] && cifar.validation.labels == [1])
        #expect(cifar.test.labels == [1, 1, 0])
        #expect(try cifar.test.image(at: 0).pixels.allSatisfy { $0 == 10 })
    }

    @Test func cifar100() throws {
        let root = "cifar-100-binary"
        try write("\(root)/fine_label_names.txt", "apple\nbee\nchair\n")
        let record = { (label: UInt8) in [19, label] + [UInt8](repeating: label, count: 3072) }
        try folder.write("\(root)/train.bin", (0..<10).flatMap { record($0 % 3) })
        try folder.write("\(root)/test.bin", record(2))
        let cifar = try make.fetch(.cifar100, from: [make.tar(root, as: "x.tar.gz")])
        #expect(cifar.classes == ["apple", "bee", "chair"] && cifar.test.labels == [2])
        #expect(cifar.train.count == 9 && cifar.validation.labels == [0])
    }

    @Test func pets() throws {
        let cats = (1...10).map { "Maine_Coon_\($0) 1 1 1" }
        let dogs = (1...5).map { "pug_\($0) 2 2 1" }
        try write("annotations/list.txt", "#Image CLASS-ID SPECIES BREED ID\n" + (dogs + cats).joined(separator: "\n"))
        try write("annotations/trainval.txt", (cats + dogs).joined(separator: "\n") + "\n")
        try write("annotations/test.txt", "pug_77 2 2 1\n")
        try folder.writeImage("images/pug_77.jpg", value: 77)
        let files = [
            try make.tar("images", as: "images.tar.gz"), try make.tar("annotations", as: "annotations.tar.gz"),
        ]
        let pets = try make.fetch(.pets, from: files)
        #expect(pets.classes == ["Maine Coon", "pug"])
        #expect(pets.train.countPerClass == [8, 4] && pets.validation.countPerClass == [2, 1])
        #expect(pets.test.labels == [1])
        #expect(try pets.test.image(at: 0).pixels.first == 77)
    }

    @Test func petsOfAnUnknownBreedAreRefused() throws {
        try write("annotations/list.txt", "pug_1 1 2 1\n")
        try write("annotations/trainval.txt", "pug_1 1 2 1\npug_2 2 2 1\n")
        try folder.writeImage("images/pug_1.jpg")
        let files = [
            try make.tar("images", as: "images.tar.gz"), try make.tar("annotations", as: "annotations.tar.gz"),
        ]
        let error = try #require(throws: FileError.self) { try make.fetch(.pets, from: files) }
        #expect(error.file.hasSuffix("trainval.txt") && error.found == "“pug_2 2 2 1”, the line number 2")
        #expect(!make.cache.contains(.pets))
    }

    @Test func flowers() throws {
        for image in 1...6 { try folder.writeImage("jpg/image_0000\(image).jpg", value: UInt8(image)) }
        let fixtures = Bundle.module.bundleURL.appendingPathComponent("Fixtures").path
        let files = [try make.tar("jpg", as: "102flowers.tgz"), "\(fixtures)/labels.mat", "\(fixtures)/setid.mat"]
        let flowers = try make.fetch(.flowers, from: files)
        #expect(flowers.classes.count == 102 && flowers.classes[101] == "blackberry lily")
        #expect(flowers.train.labels == [0, 101] && flowers.validation.labels == [1])
        #expect(flowers.test.labels == [101, 0, 1])
        #expect(try (0..<3).map { try flowers.test.image(at: $0).pixels[0] } == [6, 5, 4])
        #expect(try flowers.validation.image(at: 0).pixels[0] == 2)
    }

    @Test func solarCells() throws {
        let cells = (1...5).map { "images/cell\($0).png  \($0 == 3 ? "0.3333333333333333" : "1.0")  mono" }
        let more = (6...10).map { "images/cell\($0).png  0.0  poly" }
        try write("elpv_dataset/data/labels.csv", (cells + more).joined(separator: "\n") + "\n")
        for cell in 1...10 { try folder.writeImage("elpv_dataset/data/images/cell\(cell).png", value: UInt8(cell)) }
        let wheel = try make.tar("elpv_dataset", as: "elpv.whl")
        // No Python here: a tar file for a wheel, and a script that unpacks it.
        let tools = try make.tools("python3", "[ \"$2\" = zipfile ] && mkdir -p \"$5\" && tar -xzf \"$4\" -C \"$5\"")
        let solar = try make.fetch(.solarCells, from: [wheel], tools: tools)
        #expect(solar.classes == ["defective", "functional"])
        let parts = [solar.train, solar.validation, solar.test]
        #expect(parts.map(\.countPerClass) == [[3, 4], [1, 1], [0, 1]])
        let values = try parts.flatMap { part in try (0..<part.count).map { try part.image(at: $0).pixels[0] } }
        #expect(values.sorted() == Array(1...10))
    }

    @Test func fashionMNIST() throws {
        func idx(_ dimensions: [Int], _ values: [UInt8]) -> [UInt8] {
            [0, 0, 8, UInt8(dimensions.count)] + dimensions.flatMap { [0, 0, UInt8($0 >> 8), UInt8($0 & 255)] } + values
        }
        let place = "deb/usr/share/datasets/fashion-mnist"
        func write(_ name: String, _ labels: [UInt8]) throws {
            try folder.write("\(place)/\(name)-images-idx3-ubyte", idx([labels.count, 1, 1], labels))
            try folder.write("\(place)/\(name)-labels-idx1-ubyte", idx([labels.count], labels))
        }
        try write("train", (0..<6004).map { UInt8($0 % 10) })
        try write("t10k", [9, 8])
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(place)")
        #expect(try Command("gzip", files, in: "\(folder.path)/\(place)").status == 0)
        let deb = try make.debian("deb", as: "dataset-fashion-mnist.deb")
        let fashion = try make.fetch(.fashionMNIST, from: [deb])
        #expect(fashion.train.count == 4 && fashion.validation.count == 6000)
        // The classes are sorted: label 9 is an ankle boot, 8 a bag.
        #expect(fashion.test.labels == [0, 1] && fashion.classes.prefix(2) == ["ankle-boot", "bag"])
        #expect(try fashion.validation.image(at: 0).pixels[0] == 4)
        let here = try FileManager.default.contentsOfDirectory(atPath: make.cache.folder(of: .fashionMNIST))
        #expect(Set(here) == Set(FashionMNIST.originalFiles))
    }
}
