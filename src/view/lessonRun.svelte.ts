/**
 * The lesson that is open: which step, which of its goals were reached in this run, and where to go from here. It steers the session as a
 * student would; what counts is judged by src/lesson.
 */
import { announcedIn, optionOf, PATIENCE } from '../lesson/moves.ts';
import type { PredicateRun } from '../lesson/predicate.ts';
import { withPlace, withPrediction, withReached } from '../lesson/progress.ts';
import type { Lesson, Move, Step } from '../lesson/types.ts';
import { judging, runBefore } from './later.svelte.ts';
import { page } from './page.svelte.ts';
import { progress } from './progress.svelte.ts';
import type { Session } from './session.svelte.ts';
import { stageView } from './stageView.svelte.ts';

/** What is kept of the present step beside the run itself. */
interface Notes {
  readonly step: string;
  /** How many facts there were when it began. */
  readonly began: number;
  readonly reached: readonly string[];
  readonly right: string | null;
  readonly reachedAt: { readonly branch: number; readonly t: number } | null;
}

/** Goals that look back at every moment are judged so seldom while playing, real ms. */
const LOOK_BACK_EVERY = 400;

const nameOf = (lessonId: string): string => `lesson:${lessonId}`;

/** Whether a lesson opened at this step only begins its scene. */
export function beginsAnew({ id, steps }: Lesson, wanted: string | null): boolean {
  const step = wanted ?? page.keeper.get<Notes>(`step:${id}`)?.step ?? steps[0]?.id;
  return step === steps[0]?.id && page.autosave.kept(nameOf(id)) === undefined;
}

export class LessonRun {
  readonly lesson: Lesson;
  private readonly session: Session;
  private notes = $state.raw<Notes>({ step: '', began: 0, reached: [], right: null, reachedAt: null });
  /** Things to watch that were seen, by index. */
  seen = $state.raw<readonly number[]>([]);
  /** The next move of the solution that is being shown, or null. */
  private move = $state<number | null>(null);
  private due = 0;
  /** Playing towards `due` was asked for. */
  private waiting = false;
  /** Somebody else's scene is on the stage for the moment. */
  away = $state(false);
  private lookedBack = -Infinity;
  private readonly clock: () => number;

  constructor(lesson: Lesson, session: Session, clock: () => number = () => performance.now()) {
    this.lesson = lesson;
    this.session = session;
    this.clock = clock;
  }

  get step(): Step {
    const { steps } = this.lesson;
    return steps.find(({ id }) => id === this.notes.step) ?? (steps[0] as Step);
  }
  get index(): number {
    return this.lesson.steps.indexOf(this.step);
  }
  get nextStep(): Step | null {
    return this.lesson.steps[this.index + 1] ?? null;
  }
  reached(task: string): boolean {
    return this.notes.reached.includes(task);
  }
  get complete(): boolean {
    return this.step.tasks.every(({ id }) => this.reached(id));
  }
  /** The option that this run proved right, once the goals are reached. */
  get right(): string | null {
    return this.notes.right;
  }
  get predicted(): string | null {
    return progress.log.predicted[this.lesson.id]?.[this.step.id] ?? null;
  }
  get showing(): boolean {
    return this.move !== null;
  }

  private get name(): string {
    return nameOf(this.lesson.id);
  }

  /** Shows this step; without one the step where the lesson was left. */
  goTo(wanted: string | null): void {
    const known = this.lesson.steps.find(({ id }) => id === wanted);
    if (known !== undefined && known.id === this.notes.step) return;
    if (this.notes.step === '') this.open(known?.id ?? null);
    else if (known !== undefined && known === this.nextStep && this.complete) this.next();
    else this.begin(known ?? this.step);
  }

  private open(wanted: string | null): void {
    stageView.reveal(this.lesson.reveal);
    stageView.arrangement = this.lesson.arrangement;
    const kept = page.keeper.get<Notes>(`step:${this.lesson.id}`);
    const resumed = page.autosave.open(this.name, this.lesson.scene);
    const step = this.lesson.steps.find(({ id }) => id === (wanted ?? kept?.step));
    if (resumed && kept !== undefined && step?.id === kept.step) this.enter(kept);
    else this.begin(step ?? (this.lesson.steps[0] as Step));
  }

  /** Begins a step in the world it is meant to begin in. */
  private begin(step: Step): void {
    this.move = null;
    const fresh = step.reset || step === this.lesson.steps[0];
    const before = fresh ? null : runBefore(this.lesson, step.id);
    page.autosave.restart(this.name, this.lesson.scene);
    if (before === null) this.session.seek(step.start);
    else this.session.restore(before.export());
    const { perSecond } = this.lesson;
    if (perSecond !== null) [this.session.speed, this.session.paced] = [perSecond / 1000, false];
    this.enter(this.fresh(step));
  }

  private fresh(step: Step): Notes {
    return { step: step.id, began: this.session.present?.facts.length ?? 0, reached: [], right: null, reachedAt: null };
  }

  private enter(notes: Notes): void {
    this.seen = [];
    this.note(notes);
    progress.change((log) => withPlace(log, this.lesson.id, notes.step));
    if (this.step.tasks.length === 0) progress.change((log) => withReached(log, this.lesson.id, notes.step, null));
  }

  private note(notes: Notes): void {
    this.notes = notes;
    page.keeper.set(`step:${this.lesson.id}`, notes);
  }

  restart(): void {
    this.begin(this.step);
  }

  /** On to the next step: in the world as it stood when the goals were reached, if they were. */
  next(): void {
    const { nextStep, session } = this;
    const { reachedAt } = this.notes;
    if (nextStep === null) return;
    session.pause();
    if (nextStep.reset || !this.complete || reachedAt === null) return this.begin(nextStep);
    this.move = null;
    if (session.branch !== reachedAt.branch) session.checkout(reachedAt.branch);
    if (session.t < reachedAt.t) session.seek(reachedAt.t);
    this.enter(this.fresh(nextStep));
  }

  predict(option: string): void {
    progress.change((log) => withPrediction(log, this.lesson.id, this.step.id, option));
  }

  /** Takes an option of the step's choice: its commands, at its moment. */
  choose(option: string): void {
    const { at, commands } = optionOf(this.step, option);
    this.session.pause();
    this.session.seek(at);
    for (const command of commands) if (!this.session.dispatch(command)) return;
  }

  // ── judging ──

  private get run(): PredicateRun | null {
    const { session } = this;
    const { present } = session;
    if (present === null) return null;
    const options = { stepStartedAt: this.notes.began, announced: announcedIn(this.lesson) };
    return {
      ...present,
      ...options,
      history: () => session.judge((simulation) => judging()?.runOf(simulation, options).history()) ?? [],
      branches: () => session.judge((simulation) => judging()?.runOf(simulation, options).branches()) ?? [],
    };
  }

  /** Looks at the goals; to be called whenever the run moved. */
  judge(): void {
    const { step, session, run } = this;
    const judge = judging();
    if (judge === null || this.away || run === null || step.tasks.length === 0 || this.complete) return;
    const lookBack = !session.playing || this.clock() - this.lookedBack >= LOOK_BACK_EVERY;
    if (lookBack) this.lookedBack = this.clock();
    const { seen, reached } = judge.newIn(step, this.seen, this.notes.reached, run, lookBack);
    if (seen.length > 0) this.seen = [...this.seen, ...seen];
    if (reached.length === 0) return;
    this.note({ ...this.notes, reached: [...this.notes.reached, ...reached], reachedAt: { branch: session.branch, t: session.t } });
    for (const task of reached) progress.change((log) => withReached(log, this.lesson.id, step.id, task));
    if (this.complete) this.settle(judge.provenIn(step, run));
  }

  /** The step is done: the run stands still, and the prediction is settled by it. */
  private settle(right: string | null): void {
    this.session.pause();
    this.move = null;
    if (right !== null) this.note({ ...this.notes, right });
  }

  /** A task's state in words, or nothing. */
  state(template: string, words: (value: unknown, path: string) => string): string {
    const { run } = this;
    return run === null || this.away ? '' : (judging()?.stateIn(template, run, words) ?? '');
  }

  // ── showing the solution ──

  show(): void {
    this.restart();
    this.turnTo(0);
    this.goOn();
  }

  stopShowing(): void {
    this.move = null;
    this.session.pause();
  }

  /** After the last move the run goes on until the goals are reached. */
  private turnTo(move: number): void {
    this.move = move;
    this.due = this.session.t + (this.step.solution?.[move]?.after ?? PATIENCE);
    this.waiting = false;
  }

  /** Makes the moves that are due; to be called whenever the run moved or came to rest. */
  goOn(): void {
    const { session, step } = this;
    while (this.move !== null && !session.playing && !this.away) {
      if (session.t < this.due) {
        if (this.waiting) return void (this.move = null); // somebody paused: the rest is theirs
        this.waiting = true;
        return session.playTo(this.due);
      }
      const move = step.solution?.[this.move];
      if (move === undefined) return void (this.move = null); // patience is over
      this.make(move);
      this.turnTo(this.move + 1);
      this.judge();
    }
  }

  private make(move: Move): void {
    const { session } = this;
    if ('choose' in move) return this.choose(move.choose);
    if ('command' in move) return void session.dispatch(move.command);
    do session.stepBack();
    while (session.t > 0 && session.judge((simulation) => judging()?.holds(move.back, simulation)) !== true);
  }

  // ── leaving the stage to a question's scene ──

  leave(): void {
    this.move = null;
    this.session.pause();
    page.autosave.release();
    this.away = true;
  }

  comeBack(): void {
    stageView.reveal(this.lesson.reveal);
    stageView.arrangement = this.lesson.arrangement;
    page.autosave.open(this.name, this.lesson.scene);
    this.away = false;
  }
}
