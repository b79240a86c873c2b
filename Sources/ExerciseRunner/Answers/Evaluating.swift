import Grading

/// Chapter 8: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let evaluatingExercises: [String: BoundGrader] = {
    let graders: [String: BoundGrader] = [:]
    return graders
}()

/// Chapter 8: the reference solutions' functions, each behind the same grader.
let evaluatingSolutions: [String: BoundGrader] = [:]
