import Files
import Foundation
import Images
import Testing

@testable import Datasets

@Suite("Stamps")
struct StampsTests {
    let make: ArchiveMaker

    init() throws { make = try ArchiveMaker() }

    /// Five photographs of every class, and what must not be among them.
    private func package() throws -> String {
        let root = "deb/usr/share/tuxpaint/stamps"
        for (_, folders) in Stamps.folders {
            for number in 1...5 {
                try make.folder.writeImage("\(root)/\(folders[0])/\(number).png", value: UInt8(number))
            }
        }
        for name in [
            "animals/birds/cartoon/parrot.png", "animals/birds/duck_mirror.png", "animals/birds/notes.txt",
            "animals/mammals/bears/toys/teddy.png", "plants/flowers/plastic/rose.png", "town/houses/hut.png",
            "animals/birdsong/record.png", "animals/mammals/hedgehog.png",
        ] { try make.folder.writeImage("\(root)/\(name)") }
        try make.folder.writeImage("\(root)/animals/mammals/aquatic/whale.png")
        try make.folder.writeImage("\(root)/animals/mammals/cats/lion.png")
        return try make.debian("deb", as: "stamps.deb")
    }

    @Test func foldersBecomeClasses() throws {
        let deb = try package()
        let stamps = try make.fetch(.stamps, from: [deb])
        #expect(stamps.classes == Stamps.folders.map(\.key))
        let parts = [stamps.train, stamps.validation, stamps.test]
        let counts = stamps.classes.indices.map { label in parts.map { $0.countPerClass[label] }.reduce(0, +) }
        // The lion is a mammal more, the whale a water animal more, and all that must be left out is.
        #expect(counts == [5, 5, 5, 5, 5, 6, 5, 5, 6])
        let names = parts.flatMap { part in (0..<part.count).map { part.name(at: $0) } }
        let root = make.cache.folder(of: .stamps)
        #expect(names.contains { $0.hasSuffix("/water-animals/animals-mammals-aquatic-whale.png") })
        #expect(names.allSatisfy { $0.hasPrefix("\(root)/") })
        #expect(try FileManager.default.contentsOfDirectory(atPath: root).sorted() == ["test", "train", "val"])
    }

    @Test func theSamePackageGivesTheSameParts() throws {
        let deb = try package()
        func names() throws -> [[String]] {
            let stamps = try make.fetch(.stamps, from: [deb])
            return [stamps.train, stamps.validation, stamps.test].map { part in
                (0..<part.count).map { part.name(at: $0) }
            }
        }
        let first = try names()
        try FileManager.default.removeItem(atPath: make.cache.folder(of: .stamps))
        #expect(try names() == first)
        #expect(Set(first.joined()).count == 47)
    }

    /// A stamp is laid over white paper.
    @Test func transparencyBecomesWhite() throws {
        let deb = try package()
        let gap = "\(make.folder.path)/deb/usr/share/tuxpaint/stamps/animals/birds/1.png"
        try Data(base64Encoded: Self.halfTransparent)!.write(to: URL(fileURLWithPath: gap))
        let again = try make.debian("deb", as: "again.deb")
        #expect(deb != again)
        let stamps = try make.fetch(.stamps, from: [again])
        let parts = [stamps.train, stamps.validation, stamps.test]
        let birds = try parts.flatMap { part in
            try (0..<part.count).filter { part.name(at: $0).hasSuffix("animals-birds-1.png") }.map {
                try part.image(at: $0)
            }
        }
        #expect(birds.map(\.pixels) == [[255, 127, 127, 255, 255, 255]])
    }

    /// Two pixels, red with α 128 and transparent black, as Pillow wrote them.
    private static let halfTransparent =
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP4z8DQwMDAwAAACoEBgI+olVIAAAAASU"
        + "VORK5CYII="
}
