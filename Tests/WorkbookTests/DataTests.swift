import Foundation
import Testing

@Suite("workbook data")
struct DataTests {
    private func data(_ arguments: String...) throws -> Run {
        let scratch = try Scratch()
        return try Run(["data"] + arguments, in: scratch.path, environment: ["XDG_CACHE_HOME": "/nowhere"])
    }

    @Test func listSaysWhatIsHere() throws {
        let run = try data("list")
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(
            run.output == """
                name           images  classes  licence          download  here
                digits          1,797       10  CC BY 4.0            none  yes
                fashion-mnist  70,000       10  MIT                 31 MB  no
                solar-cells     2,624        2  CC BY-NC-SA 4.0     91 MB  no
                stamps            259        9  GPL 2              161 MB  no
                cifar100       60,000      100  none stated        169 MB  no
                cifar10        60,000       10  none stated        170 MB  no
                flowers         8,189      102  none stated        345 MB  no
                pets            7,349       37  CC BY-SA 4.0       811 MB  no

                ./workbook data info NAME tells more, ./workbook data fetch NAME brings one here.

                """)
    }

    @Test func pathPrintsTheFolderAndNothingElse() throws {
        let run = try data("path", "digits")
        #expect(run.status == 0 && run.errors.isEmpty && run.output.hasSuffix("/Resources/digits\n"))
        #expect(run.output.split(separator: "\n").count == 1)
    }

    @Test func pathOfWhatIsNotHere() throws {
        let run = try data("path", "stamps")
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(
            run.errors == "Error: /nowhere/fine-tuning-workbook/data/stamps: expected the data set stamps, found "
                + "nothing; fetch it with: ./workbook data fetch stamps\n")
    }

    /// The XDG specification has programs ignore a relative path.
    @Test(arguments: ["", "here"])
    func theCacheIsInTheHomeFolderOtherwise(_ set: String) throws {
        let scratch = try Scratch()
        let run = try Run(
            ["data", "path", "pets"], in: scratch.path, environment: ["XDG_CACHE_HOME": set, "HOME": "/home/ada"])
        #expect(run.errors.hasPrefix("Error: /home/ada/.cache/fine-tuning-workbook/data/pets: expected "))
    }

    @Test func infoCountsTheClasses() throws {
        let run = try data("info", "digits")
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output.hasPrefix("digits: handwritten digits, grey, 8×8\n1,797 images, 10 classes\n\nFolder: /"))
        #expect(run.output.contains("\nclass  train  validation  test    all\n0        119          32    27    178\n"))
        #expect(run.output.contains("\nall    1,197         300   300  1,797\n"))
        #expect(run.output.hasSuffix("\n    let data = try KnownDataset.open(\"digits\")\n"))
    }

    @Test(arguments: ["digits", "fashion-mnist", "solar-cells", "stamps", "cifar100", "cifar10", "flowers", "pets"])
    func infoSaysWhereFromAndWhatTheLicenceAllows(_ name: String) throws {
        let run = try data("info", name)
        #expect(run.status == 0 && run.output.contains("\nFrom: ") && run.output.contains("\nLicence: "))
        let text = run.output.split(separator: "\n").filter { !$0.hasPrefix("Folder: ") }
        #expect(text.allSatisfy { $0.count <= 80 })
    }

    @Test func fetchShowsTheLicenceFirst() throws {
        let run = try data("fetch", "digits")
        #expect(run.status == 0 && run.output.contains("\n  Creative Commons Attribution 4.0: "))
        #expect(run.output.contains("\nIt is here already: /"))
    }

    @Test func fetchWithoutANetwork() throws {
        let scratch = try Scratch()
        let curl = "\(scratch.path)/curl"
        try Data("#!/bin/sh\necho 'curl: (6) Could not resolve host' >&2; exit 6\n".utf8)
            .write(to: URL(fileURLWithPath: curl))
        chmod(curl, 0o755)
        let environment = ["XDG_CACHE_HOME": scratch.path, "PATH": "\(scratch.path):/usr/bin:/bin"]
        let run = try Run(["data", "fetch", "pets"], in: scratch.path, environment: environment)
        #expect(run.status == 1 && run.output.contains("Attribution, ShareAlike 4.0"))
        #expect(run.errors.hasPrefix("Error: pets: images.tar.gz could not be fetched (curl: (6) Could not resolve"))
        #expect(
            run.errors.contains("\n  to    \(scratch.path)/fine-tuning-workbook/data/downloads/pets/images.tar.gz\n"))
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/fine-tuning-workbook/data/pets"))
    }

    @Test func fetchOfAnUnknownName() throws {
        let run = try data("fetch", "mnist")
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.hasPrefix("Error: mnist: no such data set; there are digits, fashion-mnist, solar-cells, "))
    }
}
