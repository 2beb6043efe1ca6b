/** Lessons and questions as the page uses them: compiled from `lessons/` at build time, plain data, both languages inside. */
import type { Command, Fact, ReadModel, Scenario } from '../sim/index.ts';
import type { Predicate } from './predicate.ts';

export const languages = ['ko', 'en'] as const;
export type Language = (typeof languages)[number];
export type Localized = Readonly<Record<Language, string>>;

/** Layers of the stage, in the order in which chapters reveal them. */
export const layers = ['tape', 'keys', 'ribbon', 'flags', 'replicas', 'batches', 'prefetch', 'protocol'] as const;
export type Layer = (typeof layers)[number];
export const arrangements = ['topic', 'broker'] as const;
export type Arrangement = (typeof arrangements)[number];

export interface Term {
  readonly id: string;
  readonly name: Localized;
  readonly meaning: Localized;
  /** Known from the first page on: no lesson has to introduce it. */
  readonly basic: boolean;
}

export interface Chapter {
  /** `03-groups` */
  readonly id: string;
  readonly title: Localized;
}

/**
 * One move of a solution: a command (or an option of the step's choice) so many virtual ms `after` the move before, or a walk `back` to the
 * latest earlier moment at which a predicate holds.
 */
export type Move = { readonly after: number } & (
  { readonly command: Command } | { readonly choose: string } | { readonly back: Predicate }
);

export interface Task {
  readonly id: string;
  readonly text: Localized;
  readonly hint: Localized | null;
  readonly goal: Predicate;
  /** Its state in a few words; `{path}` stands for a value of the read model. */
  readonly now: Localized | null;
}

export interface Option {
  readonly id: string;
  readonly text: Localized;
  /** True of the run once the step's goals are reached if this option is right: the answer is computed, not stored. */
  readonly holds: Predicate;
}

export interface Prediction {
  readonly question: Localized;
  readonly options: readonly Option[];
}

/** Something to be seen while the step runs. */
export interface Watch {
  readonly text: Localized;
  readonly holds: Predicate;
}

/** A choice offered in the pane: each option gives its commands at that moment of the run; a moment in the past forks it. */
export interface Choice {
  readonly label: Localized;
  readonly at: number;
  readonly options: readonly { readonly id: string; readonly text: Localized; readonly commands: readonly Command[] }[];
}

export interface Step {
  readonly id: string;
  readonly title: Localized;
  /** Prose as HTML: what is told before the prediction, and what is explained once the goals are reached (may be empty). */
  readonly before: Localized;
  readonly after: Localized;
  readonly predict: Prediction | null;
  readonly choose: Choice | null;
  readonly tasks: readonly Task[];
  readonly watch: readonly Watch[];
  /** Begins in a new world (else in the one the step before left), at this time of it. */
  readonly reset: boolean;
  readonly start: number;
  readonly quiz: string | null;
  /** Null: there is nothing to do in this step but read. */
  readonly solution: readonly Move[] | null;
}

/** What the contents know of a lesson without loading it. */
export interface LessonHead {
  /** `03-groups/one-owner` */
  readonly id: string;
  readonly chapter: string;
  readonly title: Localized;
  readonly minutes: number;
  readonly steps: readonly { readonly id: string; readonly title: Localized; readonly tasks: readonly string[] }[];
}

/** What the simulator shows at the beginning of a lesson, computed when the page is built. */
export interface FirstPicture {
  readonly model: ReadModel;
  readonly facts: readonly Fact[];
}

export interface Lesson extends Omit<LessonHead, 'steps'> {
  readonly introduces: readonly string[];
  readonly requires: readonly string[];
  readonly reveal: readonly Layer[];
  readonly arrangement: Arrangement;
  /** How much virtual time passes in a second, ms. Null: the pace follows what happens. */
  readonly perSecond: number | null;
  readonly scene: Scenario;
  readonly steps: readonly Step[];
  readonly quizzes: readonly string[];
}

/** A lesson as a page fetches it. */
export interface LessonPage extends Lesson {
  readonly first: FirstPicture;
}

/** A statement is proven by a predicate of the run, or by the simulator refusing a command with this error. */
export type Proof =
  | { readonly kind: 'holds'; readonly predicate: Predicate }
  | { readonly kind: 'rejects'; readonly command: Command; readonly error: string };

export interface Reason {
  readonly text: Localized;
  readonly right: boolean;
}

export interface Quiz {
  readonly id: string;
  readonly twin: string;
  /** The file both twins come from: one idea. */
  readonly idea: string;
  readonly chapter: string;
  readonly lesson: string;
  readonly misconception: string;
  readonly conditions: readonly Localized[];
  readonly statement: Localized;
  readonly reasons: readonly Reason[];
  readonly why: Localized;
  readonly rule: Localized;
  readonly scene: Scenario;
  /** The scene with the change that must flip the answer. */
  readonly contrast: Scenario;
  /** Where the run is judged: at a time, or when this holds. */
  readonly until: number | Predicate;
  /** Where watching begins, virtual ms. */
  readonly from: number;
  readonly proof: Proof;
  readonly reveal: readonly Layer[];
}

/** What there is to learn, in the order of the course. */
export interface Contents {
  /** Those that have lessons. */
  readonly chapters: readonly Chapter[];
  readonly lessons: readonly LessonHead[];
  readonly quizzes: readonly QuizHead[];
}

export interface QuizHead {
  readonly id: string;
  readonly idea: string;
  readonly chapter: string;
  readonly lesson: string;
}
