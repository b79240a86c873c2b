import Datasets
import Files
import Foundation
import Testing

struct FashionMNISTTests {
    @Test(arguments: [(FashionMNIST.Part.train, 100), (.val, 20), (.test, 40)])
    func partsHoldTheirImages(part: FashionMNIST.Part, perClass: Int) throws {
        let folder = try FashionMNIST.folder(part)
        #expect(folder.classes == FashionMNIST.originalClasses.sorted())
        #expect(folder.countPerClass == [Int](repeating: perClass, count: 10))

        let expected = try #require(try Fixture.load().fashionMNIST[part.rawValue])
        let names = expected.flatMap { category in
            category.indices.map {
                "\(FashionMNIST.root)/\(part.rawValue)/\(category.class)/\(String(format: "%05d", $0)).png"
            }
        }
        #expect(folder.samples.map(\.path) == names)
        for (index, expectedSum) in expected.flatMap(\.weightedSums).enumerated() {
            let image = try folder.image(at: index)
            #expect(image.width == 28 && image.height == 28)
            for channel in 0..<3 {
                let sum = (0..<784).reduce(0) { $0 + ($1 + 1) * Int(image.pixels[3 * $1 + channel]) }
                #expect(sum == expectedSum, "\(folder.name(at: index))")
            }
        }
    }

    @Test func noImageIsInTwoPlaces() throws {
        var places: [Data: String] = [:]
        for part in FashionMNIST.Part.allCases {
            for sample in try FashionMNIST.folder(part).samples {
                let bytes = try readFile(sample.path, expected: "an image")
                #expect(places[bytes] == nil, "\(sample.path) is \(places[bytes] ?? "")")
                places[bytes] = sample.path
            }
        }
        #expect(places.count == 1600)
    }

    /// Writes the published files with `train` and `test` images, one pixel each, of every class in turn.
    private func writeSource(to folder: TemporaryFolder, train: Int, test: Int) throws {
        for (name, count) in [("train", train), ("t10k", test)] {
            let size = [0, 0, UInt8(count >> 8), UInt8(count & 255)]
            try folder.write("\(name)-labels-idx1-ubyte", [0, 0, 8, 1] + size + (0..<count).map { UInt8($0 % 10) })
            try folder.write(
                "\(name)-images-idx3-ubyte",
                [0, 0, 8, 3] + size + [0, 0, 0, 1, 0, 0, 0, 1] + (0..<count).map { UInt8($0 % 251) })
        }
    }

    @Test func writingTwiceGivesTheSameBytes() throws {
        let folder = try TemporaryFolder()
        try writeSource(to: folder, train: 130, test: 40)
        for copy in ["1", "2"] {
            try FashionMNIST.writeSubset(from: folder.path, to: "\(folder.path)/\(copy)", train: 10, val: 2, test: 4)
        }
        for (part, perClass) in [("train", 10), ("val", 2), ("test", 4)] {
            let first = try ImageFolder("\(folder.path)/1/\(part)")
            let second = try ImageFolder("\(folder.path)/2/\(part)")
            #expect(first.countPerClass == [Int](repeating: perClass, count: 10))
            #expect(first.count == second.count)
            for (a, b) in zip(first.samples, second.samples) {
                #expect(a.path.dropFirst(folder.path.count + 2) == b.path.dropFirst(folder.path.count + 2))
                #expect(try readFile(a.path, expected: "an image") == readFile(b.path, expected: "an image"))
            }
        }
        // The eleventh bag of the training file, class 8 of 10: image 108.
        let bag = try ImageFolder("\(folder.path)/1/val")
        let index = try #require(bag.samples.firstIndex { $0.path.hasSuffix("/bag/00108.png") })
        #expect(try bag.image(at: index).pixels == [108, 108, 108])
    }

    @Test func tooFewImagesOfAClass() throws {
        let folder = try TemporaryFolder()
        try writeSource(to: folder, train: 1190, test: 400)
        let error = try #require(throws: FileError.self) {
            try FashionMNIST.writeSubset(from: folder.path, to: folder.path + "/out")
        }
        #expect(error.file.hasSuffix("train-images-idx3-ubyte"))
        #expect(error.expected == "at least 120 images of the class t-shirt")
        #expect(error.found == "119")
    }

    @Test func missingSource() throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: FileError.self) {
            try FashionMNIST.writeSubset(from: folder.path, to: folder.path + "/out")
        }
        #expect(error.found == "no such file")
    }
}
