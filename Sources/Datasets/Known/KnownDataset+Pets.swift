import Files
import Foundation

extension KnownDataset {
    /// The Oxford-IIIT pets: photographs of cats and dogs of 37 breeds.
    public static let pets = KnownDataset(
        name: "pets", title: "photographs of cats and dogs by breed", imageCount: 7349, classCount: 37,
        licence: "CC BY-SA 4.0",
        terms:
            "Creative Commons Attribution, ShareAlike 4.0: use, change and share them, name the authors, share alike; "
            + "the rights to the photographs remain with those who took them.",
        source: "Parkhi, Vedaldi, Zisserman and Jawahar, “Cats and Dogs”, 2012; "
            + "https://www.robots.ox.ac.uk/~vgg/data/pets/.",
        notes: "The test images are those of the published test.txt. Of trainval.txt, a fifth of each breed is for "
            + "validation, dealt by a fixed seed.",
        downloads: [
            Download(
                "images.tar.gz", megabytes: 792,
                from: .address("https://www.robots.ox.ac.uk/~vgg/data/pets/data/images.tar.gz"),
                checksum: .md5("5c4f3ee8e5d25df40f4fd59a7f44e54c")),
            Download(
                "annotations.tar.gz", megabytes: 19,
                from: .address("https://www.robots.ox.ac.uk/~vgg/data/pets/data/annotations.tar.gz"),
                checksum: .md5("95a8c909bbe2e81eed6a22bccdf3f68f")),
        ],
        prepare: { files, folder, tools in for file in files { try tools.unpackTar(file, in: folder) } },
        read: { folder in
            let breeds = try breeds(in: folder)
            let training = try pets("trainval.txt", breeds: breeds, in: folder)
            let parts = try stratifiedSplit(training, fractions: [0.8, 0.2], seed: 0)
            return DatasetSplit(
                train: parts[0], validation: parts[1], test: try pets("test.txt", breeds: breeds, in: folder))
        })

    /// The names of the breeds, by their numbers from 1 on, from `list.txt`.
    private static func breeds(in folder: String) throws -> [String] {
        let path = "\(folder)/annotations/list.txt"
        let numbered = Dictionary(
            try readList(path, parse: Pet.init).map { ($0.breed, $0.name) }, uniquingKeysWith: { first, _ in first })
        return try (1...numbered.count).map { number in
            guard let name = numbered[number] else {
                throw FileError(
                    path, expected: "breeds with the numbers 1 to \(numbered.count)", found: "none with \(number)")
            }
            return name
        }
    }

    /// The pictures that a list names.
    private static func pets(_ list: String, breeds: [String], in folder: String) throws -> LabeledFiles {
        let samples = try readList("\(folder)/annotations/\(list)") { words -> ImageFolder.Sample? in
            guard let pet = Pet(words), pet.breed <= breeds.count else { return nil }
            return ImageFolder.Sample(path: "\(folder)/images/\(pet.file)", label: pet.breed - 1)
        }
        return LabeledFiles(classes: breeds, samples: samples)
    }
}

/// A line of a list of pets: `Maine_Coon_12 21 1 8` is a picture, its breed, its species, and its breed in the species.
private struct Pet {
    let file: String
    let breed: Int
    /// The breed's name: the picture's without its number.
    let name: String

    init?(_ words: [String]) {
        guard words.count == 4, let end = words[0].lastIndex(of: "_"), let breed = Int(words[1]), breed > 0 else {
            return nil
        }
        file = words[0] + ".jpg"
        self.breed = breed
        name = words[0][..<end].replacingOccurrences(of: "_", with: " ")
    }
}
