import Datasets
import Files
import Testing

struct IDXTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func header(_ dimensions: [UInt32], type: UInt8 = 8) -> [UInt8] {
        [0, 0, type, UInt8(dimensions.count)]
            + dimensions.flatMap { size in (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * UInt32($0))) } }
    }

    private func found(_ bytes: [UInt8]) throws -> String {
        let path = try folder.write("file", bytes)
        let error = try #require(throws: FileError.self) { try IDXFile(contentsOfFile: path) }
        #expect(error.file == path)
        return error.found
    }

    @Test func readsDimensionsAndValues() throws {
        let path = try folder.write("file", header([2, 1, 3]) + [1, 2, 3, 4, 5, 6])
        let file = try IDXFile(contentsOfFile: path)
        #expect(file.dimensions == [2, 1, 3])
        #expect(file.values == [1, 2, 3, 4, 5, 6])
    }

    @Test func largeSizesAreReadHighestByteFirst() throws {
        let path = try folder.write("file", header([258]) + [UInt8](repeating: 7, count: 258))
        #expect(try IDXFile(contentsOfFile: path).dimensions == [258])
    }

    @Test func hostileHeadersAreRefused() throws {
        #expect(try found([]) == "only 0 bytes")
        #expect(try found([0, 0, 8]) == "only 3 bytes")
        #expect(try found([0x1F, 0x8B, 8, 0, 0]) == "a gzip file (unpack it with gunzip first)")
        #expect(try found([0x89, 0x50, 0x4E, 0x47]) == "a file that starts with bytes 137, 80")
        #expect(try found(header([1], type: 0x0D) + [0, 0, 0, 0]) == "values of type 13 instead of 8")
        #expect(try found([0, 0, 8, 0]) == "no dimensions")
        #expect(try found([0, 0, 8, 3, 0, 0, 0, 1]) == "a file that ends inside its header")
        #expect(try found([0, 0, 8, 255]) == "a file that ends inside its header")
        #expect(try found(header([.max, .max, .max]) + [1]).hasPrefix("the impossible dimensions"))
        #expect(try found(header([.max, .max, .max, 0])).hasPrefix("the impossible dimensions"))
        #expect(
            try found(header([.max, 2]) + [1]) == "dimensions [4294967295, 2], 8589934590 values, but 1 bytes of them")
        #expect(try found(header([2, 2]) + [1, 2, 3]) == "dimensions [2, 2], 4 values, but 3 bytes of them")
        #expect(try found(header([2, 2]) + [1, 2, 3, 4, 5]) == "dimensions [2, 2], 4 values, but 5 bytes of them")
    }

    @Test func missingFile() throws {
        let error = try #require(throws: FileError.self) { try IDXFile(contentsOfFile: folder.path + "/none") }
        #expect(error.found == "no such file")
    }

    @Test func datasetPairsImagesWithLabels() throws {
        let images = try folder.write("images", header([2, 1, 2]) + [10, 20, 30, 40])
        let labels = try folder.write("labels", header([2]) + [1, 0])
        let dataset = try IDXDataset(images: images, labels: labels, classes: ["a", "b"])
        #expect(dataset.count == 2)
        #expect(dataset.labels == [1, 0])
        #expect(dataset.countPerClass == [1, 1])
        let image = dataset.image(at: 1)
        #expect(image.width == 2 && image.height == 1)
        #expect(image.pixels == [30, 30, 30, 40, 40, 40])
        #expect(dataset.name(at: 1) == "\(images), image 1")
    }

    @Test func datasetRefusesWhatDoesNotFit() throws {
        func found(images: [UInt8], labels: [UInt8]) throws -> String {
            let images = try folder.write("images", images)
            let labels = try folder.write("labels", labels)
            return try #require(throws: FileError.self) {
                try IDXDataset(images: images, labels: labels, classes: ["a", "b"])
            }.description.replacing(folder.path + "/", with: "")
        }
        let images = header([2, 1, 1]) + [1, 2]
        #expect(
            try found(images: header([2]) + [0, 1], labels: header([2]) + [0, 1])
                == "images: expected dimensions [count, height, width], found [2]")
        #expect(
            try found(images: header([2, 0, 5]), labels: header([2]) + [0, 1])
                == "images: expected dimensions [count, height, width], found [2, 0, 5]")
        #expect(
            try found(images: images, labels: header([3]) + [0, 1, 0])
                == "labels: expected dimensions [2], as many as there are images, found [3]")
        #expect(
            try found(images: images, labels: header([2]) + [0, 2])
                == "labels: expected labels below 2, the number of classes, found 2 at position 1")
    }
}
