import Foundation
import Grading
import Images

// Answers that try to take the grading down with them, for the tests of the machinery.

/// Runs `body` as an exercise's answer would run: inside a check, after another one that passed.
func hostile(_ body: @escaping @Sendable () -> Void) -> BoundGrader {
    { grading in
        grading.check("the first thing holds") {}
        grading.check("the second thing holds") { body() }
        grading.check("the third thing holds") {}
    }
}

/// A black picture where a white one was expected.
let wrongPicture: Mistake = {
    func plain(_ value: UInt8) -> Image { Image(width: 4, height: 2, pixels: .init(repeating: value, count: 24)) }
    return Mistake(
        expected: "white", found: "black", pictures: PictureComparison(expected: plain(255), found: plain(0)))
}()

var limits = Limits()
limits.cpuSeconds = 4

gradeInThisProcess(
    arguments: CommandLine.arguments, limits: limits,
    exercises: [
        "peaceful": hostile {},
        "loop": hostile { while true {} },
        "sleep": hostile { sleep(1000) },
        "trap": hostile { fatalError("I meant to do that") },
        "index": hostile {
            let empty = [0]
            print(empty[CommandLine.arguments.count + 4])
        },
        "memory": hostile {
            var hoard: [[UInt8]] = []
            for _ in 0..<50 { hoard.append([UInt8](repeating: 1, count: 1 << 30)) }
            print(hoard.count)
        },
        "output": hostile { for _ in 0..<1 << 24 { print(String(repeating: "spam", count: 16)) } },
        "exit": hostile { exit(0) },
        // These two are wrong in a picture; the second leaves links to other files where the pictures should be.
        "picture": { grading in
            grading.check("the first thing holds") {}
            grading.check("the picture is right") { throw wrongPicture }
        },
        "links": { grading in
            grading.check("the first thing holds") {}
            grading.check("the picture is right") { throw wrongPicture }
            for file in ["expected.png", "yours.png", "difference.png"] {
                unlink("pictures/2/\(file)")
                symlink("/etc/hostname", "pictures/2/\(file)")
            }
        },
        "children": hostile {
            let child = Process()
            child.executableURL = URL(fileURLWithPath: "/bin/sleep")
            child.arguments = ["1234567"]
            try? child.run()
            while true {}
        },
    ],
    solutions: [:])
