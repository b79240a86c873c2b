import Files
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Somebody's own photographs")
struct PhotographsTests {
    private let root = NSTemporaryDirectory() + "photographs-\(UUID().uuidString)"

    /// Writes a small picture of its own colour; the same number gives the same bytes.
    private func picture(_ path: String, _ number: Int) throws {
        let pixel = [UInt8(number % 256), UInt8(number / 256 % 256), 7]
        try Image(width: 2, height: 2, pixels: pixel + pixel + pixel + pixel).writePNG(to: "\(root)/\(path)")
    }

    private func text(_ path: String, _ text: String) throws {
        try writeAtomically(Array(text.utf8), to: "\(root)/\(path)")
    }

    private func withFolder(_ body: () throws -> Void) throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try body()
    }

    @Test func classFoldersAreDealtByClass() throws {
        try withFolder {
            for number in 0..<20 { try picture("cat/\(number).png", number) }
            for number in 20..<30 { try picture("dog/\(number).png", number) }
            try text("dog/notes.heic", "not read")
            let photographs = try Photographs.find(root)
            #expect(photographs.classes == ["cat", "dog"])
            #expect(photographs.counts(of: nil) == [20, 10])
            #expect(photographs.ignored == ["\(root)/dog/notes.heic"])

            let split = try photographs.split(seed: 1, reading: .asStored)
            #expect(split.train.countPerClass == [14, 6])
            #expect(split.validation.countPerClass == [3, 2])
            #expect(split.test.countPerClass == [3, 2])
            let names = [split.train, split.validation, split.test].flatMap { part in
                (0..<part.count).map { part.name(at: $0) }
            }
            #expect(Set(names).count == 30, "every photograph is in one part")

            func chosen(_ seed: UInt64) throws -> [String] {
                let part = try photographs.split(seed: seed, reading: .asStored).test
                return (0..<part.count).map { part.name(at: $0) }
            }
            #expect(try chosen(1) == chosen(1))
            #expect(try chosen(1) != chosen(2))
        }
    }

    @Test func partsThatAreThereStay() throws {
        try withFolder {
            for (part, numbers) in [("train", 0..<8), ("valid", 8..<10), ("test", 10..<14)] {
                for number in numbers { try picture("\(part)/\(number % 2 == 0 ? "a" : "b")/\(number).png", number) }
            }
            let split = try Photographs.find(root).split(seed: 1, reading: .asStored)
            #expect(split.train.countPerClass == [4, 4])
            #expect(split.validation.countPerClass == [1, 1])
            #expect(split.test.countPerClass == [2, 2])
        }
    }

    @Test func validationIsTakenFromTrainingWhereThereIsNone() throws {
        try withFolder {
            for number in 0..<20 { try picture("train/\(number % 2 == 0 ? "a" : "b")/\(number).png", number) }
            let split = try Photographs.find(root).split(seed: 1, reading: .asStored)
            #expect(split.train.countPerClass == [8, 8])
            #expect(split.validation.countPerClass == [2, 2])
            #expect(split.test.count == 0)
        }
    }

    @Test func partsMustHaveTheSameClasses() throws {
        try withFolder {
            for name in ["train/a/1", "train/b/2", "test/a/3", "test/c/4"] { try picture("\(name).png", 1) }
            let error = #expect(throws: FileError.self) { try Photographs.find(root) }
            #expect(error?.found.contains("c") == true)
        }
    }

    @Test func partsMayBeginWithCapitals() throws {
        try withFolder {
            for name in ["Train/a/1", "Train/b/2", "Val/a/3", "Val/b/4"] { try picture("\(name).png", 1) }
            #expect(try Photographs.find(root).classes == ["a", "b"])
        }
    }

    /// Otherwise a network would learn to tell training images from test images.
    @Test func aFolderBesideThePartsIsNoClass() throws {
        try withFolder {
            for name in ["train/a/1", "train/b/2", "test/a/3", "test/b/4", "old/5"] { try picture("\(name).png", 1) }
            let error = #expect(throws: FileError.self) { try Photographs.find(root) }
            #expect(error?.found == "test, train, and beside them old")
        }
    }

    @Test func aClassMayBeCalledTrain() throws {
        try withFolder {
            for name in ["train/1", "car/2"] { try picture("\(name).png", 1) }
            #expect(try Photographs.find(root).classes == ["car", "train"])
        }
    }

    @Test func aListNamesFilesAndClasses() throws {
        try withFolder {
            try text(
                "list.csv",
                "\u{FEFF}file,label,part\r\n\"one, two.png\",\"a \"\"b\"\"\",train\r\nsub/3.png,c,val\r\n/abs/4.png,c,train\r\n\r\n"
            )
            let photographs = try Photographs.find("\(root)/list.csv")
            #expect(photographs.classes == ["a \"b\"", "c"])
            #expect(photographs.files.map(\.path) == ["\(root)/one, two.png", "\(root)/sub/3.png", "/abs/4.png"])
            #expect(photographs.files.map(\.label) == [0, 1, 1])
            #expect(photographs.files.map(\.part) == [.train, .validation, .train])
        }
    }

    @Test(arguments: [
        ("a.png,cat\nb.png\n", "line 2"), ("a.png,cat,tarin\n", "tarin"), ("", "empty"), ("file,label\n", "empty"),
        ("a.png,cat\nb.png,cat\n", "only the class cat"), ("a.png,\"cat\n", "never closed"),
        ("a.png,cat,train\nb.png,dog\n", "1 lines"), ("a.png,cat,val\nb.png,dog,val\n", "none"),
    ])
    func aListThatMakesNoSense(_ list: String, _ found: String) throws {
        try withFolder {
            try text("list.csv", list)
            let error = #expect(throws: FileError.self) { try Photographs.find("\(root)/list.csv") }
            #expect(error?.found.contains(found) == true, "\(error.map { "\($0)" } ?? "")")
        }
    }

    @Test func aClassNeedsEnoughImages() throws {
        try withFolder {
            for number in 0..<9 { try picture("a/\(number).png", number) }
            try picture("b/1.png", 100)
            let error = #expect(throws: FileError.self) {
                try Photographs.find(root).split(seed: 1, reading: .asStored)
            }
            #expect(error?.found.contains("b") == true)
        }
    }

    @Test func theScanFindsBrokenFilesAndCopies() throws {
        try withFolder {
            for number in 0..<10 { try picture("a/\(number).png", number) }
            for number in 10..<20 { try picture("b/\(number).png", number) }
            try picture("a/copy.png", 3)
            try picture("b/mislabelled.png", 4)
            try text("b/broken.jpg", "no picture")
            var heard = 0
            let photographs = try Photographs.find(root)
            let scan = PhotographScan(photographs) { heard += 1 }
            #expect(heard == 23)
            #expect(scan.unreadable.map(\.file) == ["\(root)/b/broken.jpg"])
            #expect(
                scan.copies == [
                    ["\(root)/a/3.png", "\(root)/a/copy.png"], ["\(root)/a/4.png", "\(root)/b/mislabelled.png"],
                ])
            #expect(scan.copiesAcrossClasses == [["\(root)/a/4.png", "\(root)/b/mislabelled.png"]])
            #expect(scan.copiesAcrossParts.isEmpty)

            let readable = try photographs.without(Set(scan.unreadable.map(\.file)))
            #expect(readable.counts(of: nil) == [11, 11])
            for seed in UInt64(1)...10 {
                let split = try readable.split(seed: seed, copies: scan.copies, reading: .asStored)
                let parts = [split.train, split.validation, split.test].map { part in
                    Set((0..<part.count).map { part.name(at: $0) })
                }
                for group in scan.copies { #expect(parts.contains { $0.isSuperset(of: group) }, "seed \(seed)") }
            }
            #expect(throws: FileError.self) {
                try photographs.without(Set(photographs.files.filter { $0.label == 0 }.map(\.path)))
            }
        }
    }

    @Test func theScanFindsCopiesAcrossParts() throws {
        try withFolder {
            for (number, name) in ["train/a/1", "train/b/2", "test/a/3", "test/b/4"].enumerated() {
                try picture("\(name).png", number % 3)
            }
            let scan = PhotographScan(try Photographs.find(root))
            #expect(scan.copiesAcrossParts == [["\(root)/test/b/4.png", "\(root)/train/a/1.png"]])
        }
    }
}
