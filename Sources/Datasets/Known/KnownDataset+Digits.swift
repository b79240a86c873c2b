extension KnownDataset {
    /// Handwritten digits, 8×8, grey; they come with the package.
    public static let digits = KnownDataset(
        name: "digits", title: "handwritten digits, grey, 8×8", imageCount: 1797, classCount: 10,
        licence: "CC BY 4.0",
        terms: "Creative Commons Attribution 4.0: use, change and share them, and name E. Alpaydin and C. Kaynak.",
        source: "Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998: its test set, as "
            + "scikit-learn ships it.",
        notes: "13 people wrote them. The file has one writer after the other, so the parts are cut by position: the "
            + "first 1,197 to train on, the next 300 to validate, the last 300 to test. Nearly all digits of the test "
            + "set are by people that training has not seen, which is harder than a random split.",
        downloads: [], prepare: { _, _, _ in },
        read: { folder in
            let digits = try DigitsDataset(joined(folder, "digits.csv.gz"))
            return DatasetSplit(
                train: Subset(digits, indices: Array(0..<1197)),
                validation: Subset(digits, indices: Array(1197..<1497)),
                test: Subset(digits, indices: Array(1497..<1797)))
        })
}
