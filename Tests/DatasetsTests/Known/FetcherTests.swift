import Files
import Foundation
import Synchronization
import Testing

@testable import Datasets

@Suite("Fetching")
struct FetcherTests {
    let make: ArchiveMaker

    init() throws { make = try ArchiveMaker() }

    /// A data set of one file, `x.bin`, which it takes as it is.
    private func dataset(_ origin: Download.Origin, checksum: Download.Checksum? = nil) -> KnownDataset {
        let download = Download("x.bin", megabytes: 3, from: origin, checksum: checksum)
        return KnownDataset(
            name: "toy", title: "", imageCount: 0, classCount: 0, licence: "", terms: "", source: "", notes: "",
            downloads: [download],
            prepare: { files, folder, _ in
                try FileManager.default.copyItem(atPath: files[0], toPath: "\(folder)/x.bin")
            },
            read: { folder in
                guard try readFile("\(folder)/x.bin", expected: "a toy").first == UInt8(ascii: "g") else {
                    throw FileError(folder, expected: "a good toy", found: "a broken one")
                }
                return try KnownDataset.digits.open()
            })
    }

    private func fetch(_ dataset: KnownDataset, tools: SystemTools = SystemTools()) throws -> String {
        let folder = try Fetcher(into: make.cache, tools: tools) { _ in }.fetch(dataset)
        return try String(contentsOfFile: "\(folder)/x.bin", encoding: .utf8)
    }

    private func server(_ text: String) throws -> Download.Origin {
        .address("file://\(try make.folder.write("server.bin", Array(text.utf8)))")
    }

    /// All that is in the cache but the locks.
    private var cached: [String] {
        let all = FileManager.default.enumerator(atPath: make.cache.path)?.allObjects as? [String] ?? []
        return all.filter { !$0.hasSuffix(".lock") && $0 != "downloads" }.sorted()
    }

    private static let md5OfGood = Download.Checksum.md5("755f85c2723bb39381c7379a604160d8")
    private static let sha256OfGood = Download.Checksum.sha256(
        "770e607624d689265ca6c44884d0807d9b054d23c473c106c72be9de08b7376c")

    @Test(arguments: [nil, md5OfGood, sha256OfGood])
    func leavesTheDataSetAndNothingElse(_ checksum: Download.Checksum?) throws {
        #expect(try fetch(dataset(server("good"), checksum: checksum)) == "good")
        #expect(cached == ["toy", "toy/x.bin"])
    }

    @Test func fetchesOnce() throws {
        let toy = dataset(try server("good"))
        #expect(try fetch(toy) == "good")
        #expect(try fetch(toy, tools: make.tools("curl", "exit 1")) == "good")
    }

    @Test func goesOnWhereItStopped() throws {
        try make.folder.write("cache/data/downloads/toy/x.bin.part", Array("ge".utf8))
        #expect(try fetch(dataset(server("good"))) == "geod")
    }

    /// A part that is longer than the file cannot be continued.
    @Test func startsAfreshWhereTheServerCannotContinue() throws {
        try make.folder.write("cache/data/downloads/toy/x.bin.part", Array("something long".utf8))
        let refuse = """
            for argument; do [ "$argument" = --continue-at ] && { printf 416; exit 22; }; done
            exec /usr/bin/curl "$@"
            """
        #expect(try fetch(dataset(server("good")), tools: make.tools("curl", refuse)) == "good")
    }

    @Test func aWrongChecksumIsNoDataSet() throws {
        let error = try #require(throws: FileError.self) {
            try fetch(dataset(server("gold"), checksum: Self.md5OfGood))
        }
        #expect(error.expected == "the whole file, md5sum 755f85c2723bb39381c7379a604160d8")
        #expect(error.found == "e07e81c20cf5935f5225765f0af81755; fetch it again")
        #expect(cached == ["downloads/toy"])
        #expect(try fetch(dataset(server("good"), checksum: Self.md5OfGood)) == "good")
    }

    @Test func whatCannotBeOpenedIsNoDataSet() throws {
        let error = try #require(throws: FileError.self) { try fetch(dataset(server("bad"))) }
        #expect(error.found == "a broken one")
        #expect(!cached.contains { $0.hasPrefix("toy") || $0.contains("unfinished") })
    }

    @Test func remainsOfAnInterruptedFetchAreNoDataSet() throws {
        try make.folder.write("cache/data/.toy.unfinished/old.bin")
        #expect(!make.cache.contains(dataset(try server("good"))))
        #expect(try fetch(dataset(server("good"))) == "good")
        #expect(cached == ["toy", "toy/x.bin"])
    }

    @Test func theMessageSaysHowToFetchByHand() throws {
        let toy = dataset(.address("https://example.invalid/x.bin"), checksum: Self.md5OfGood)
        let offline = try make.tools("curl", "echo 'curl: (6) Could not resolve host: example.invalid' >&2; exit 6")
        let error = try #require(throws: FetchError.self) { try fetch(toy, tools: offline) }
        let path = "\(make.cache.path)/downloads/toy/x.bin"
        let message = """
            toy: x.bin could not be fetched (curl: (6) Could not resolve host: example.invalid)
            Fetch it where there is a network, put it there under this name, and run ./workbook data fetch toy again.
              from  https://example.invalid/x.bin
              to    \(path)
              file  3 MB, MD5 755f85c2723bb39381c7379a604160d8
            """
        #expect(error.description == message)
        try make.folder.write("cache/data/downloads/toy/x.bin", Array("gold".utf8))
        #expect(throws: FileError.self) { try fetch(toy, tools: offline) }
        #expect(cached.contains("downloads/toy/x.bin"))
        try make.folder.write("cache/data/downloads/toy/x.bin", Array("good".utf8))
        #expect(try fetch(toy, tools: offline) == "good")
    }

    @Test func debianPackagesComeThroughAptGet() throws {
        let apt = try make.tools("apt-get", "[ \"$*\" = 'download stamps' ] && printf good > stamps_1.2_all.deb")
        #expect(try fetch(dataset(.debian("stamps")), tools: apt) == "good")
        #expect(cached == ["toy", "toy/x.bin"])
    }

    @Test func pythonPackagesComeThroughPip() throws {
        let pip = try make.tools(
            "python3", "case \"$*\" in *' download '*' a-b==1.0') printf good > a_b.whl;; *) exit 1; esac")
        #expect(try fetch(dataset(.python("a-b", version: "1.0")), tools: pip) == "good")
        let none = try make.tools("python3", "echo '/usr/bin/python3: No module named pip' >&2; exit 1")
        try FileManager.default.removeItem(atPath: "\(make.cache.path)/toy")
        let error = try #require(throws: FetchError.self) {
            try fetch(dataset(.python("a-b", version: "1.0")), tools: none)
        }
        #expect(error.reason == "python3: /usr/bin/python3: No module named pip")
        #expect(error.description.contains("  from  pip download --no-deps a-b==1.0\n"))
    }

    @Test func aMissingCommandIsNamed() throws {
        let nowhere = SystemTools(environment: ["PATH": make.folder.path])
        let error = try #require(throws: FetchError.self) { try fetch(dataset(.debian("x")), tools: nowhere) }
        #expect(error.reason.contains("apt-get") && error.reason.hasSuffix("No such file or directory"))
    }

    @Test func aDamagedArchiveIsNamed() throws {
        let archive = try make.folder.write("x.tar.gz", Array("no archive".utf8))
        let error = try #require(throws: FileError.self) { try make.fetch(.cifar10, from: [archive]) }
        #expect(error.file.hasSuffix("downloads/cifar10/x.tar.gz") && error.expected == "a file that tar can read")
        #expect(!make.cache.contains(.cifar10))
    }

    @Test func nobodyFetchesTwiceAtOnce() throws {
        let toy = dataset(try server("good"))
        let inner = Mutex<String?>(nil)
        let cache = make.cache
        let outer = Fetcher(into: cache, tools: SystemTools()) { _ in
            do {
                _ = try Fetcher(into: cache, tools: SystemTools()) { _ in }.fetch(toy)
            } catch {
                inner.withLock { $0 = "\(error)" }
            }
        }
        _ = try outer.fetch(toy)
        #expect(
            inner.withLock { $0 }?.hasSuffix("expected nobody else to fetch this, found another program that does")
                == true)
    }
}
