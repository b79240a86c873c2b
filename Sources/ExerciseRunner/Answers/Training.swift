import Grading

/// Chapter 7: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let trainingExercises: [String: BoundGrader] = {
    let graders: [String: BoundGrader] = [:]
    return graders
}()

/// Chapter 7: the reference solutions' functions, each behind the same grader.
let trainingSolutions: [String: BoundGrader] = [:]
