import { describe, expect, test } from "vitest";
import { SolvedQuestions } from "../../src/engine/solved-questions.ts";

const [WHOLE, PART, OTHER] = [2, 4, 6];
const NONE = { kind: "none" } as const;
const FOUND = { kind: "found", value: 1 } as const;
const UNKNOWN = { kind: "unknown", why: "it takes too long" } as const;

/** Asks for the whole, then for its part, which rests on the whole and has no answer but by it. */
function restingOnTheWhole(): SolvedQuestions {
  const questions = new SolvedQuestions();
  questions.ask(WHOLE);
  questions.ask(PART);
  expect(questions.ask(WHOLE)).toEqual(NONE);
  questions.settle(PART, NONE);
  return questions;
}

describe("an answer of none that rests on an open question", () => {
  test("is given again while that is open", () => {
    expect(restingOnTheWhole().ask(PART)).toEqual(NONE);
  });

  test("is forgotten when something was found", () => {
    const questions = restingOnTheWhole();
    questions.settle(WHOLE, FOUND);
    expect(questions.ask(PART)).toBeUndefined();
  });

  test("is forgotten when that could not be answered", () => {
    const questions = restingOnTheWhole();
    questions.settle(WHOLE, UNKNOWN);
    questions.beginAnew();
    expect(questions.ask(PART)).toBeUndefined();
  });

  test("holds for good when that has none either", () => {
    const questions = restingOnTheWhole();
    questions.settle(WHOLE, NONE);
    questions.beginAnew();
    expect(questions.ask(PART)).toEqual(NONE);
    expect(questions.ask(WHOLE)).toEqual(NONE);
  });

  test("rests on what the question between rests on", () => {
    const questions = new SolvedQuestions();
    questions.ask(WHOLE);
    questions.ask(OTHER);
    questions.ask(PART);
    questions.ask(OTHER);
    questions.settle(PART, NONE);
    questions.ask(WHOLE);
    questions.settle(OTHER, NONE);
    questions.settle(WHOLE, FOUND);
    expect(questions.ask(PART)).toBeUndefined();
  });
});

describe("what could not be answered", () => {
  test("is not tried again deeper down in the same question", () => {
    const questions = new SolvedQuestions();
    questions.ask(PART);
    questions.settle(PART, UNKNOWN);
    questions.ask(WHOLE);
    expect(questions.ask(PART)).toEqual(UNKNOWN);
  });

  test("is tried again where there is more room below", () => {
    const questions = new SolvedQuestions();
    questions.ask(WHOLE);
    questions.ask(PART);
    questions.settle(PART, UNKNOWN);
    questions.settle(WHOLE, FOUND);
    expect(questions.ask(PART)).toBeUndefined();
  });

  test("is tried again by the next question", () => {
    const questions = new SolvedQuestions();
    questions.ask(PART);
    questions.settle(PART, UNKNOWN);
    questions.beginAnew();
    expect(questions.ask(PART)).toBeUndefined();
  });
});

test("what was found is known from then on", () => {
  const questions = new SolvedQuestions();
  questions.ask(PART);
  questions.settle(PART, FOUND);
  questions.beginAnew();
  expect(questions.ask(PART)).toEqual(FOUND);
});
