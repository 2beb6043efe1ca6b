/** The stretch of virtual time that a diagram shows: it follows the present until somebody moves it. */
export class TimeWindow {
  /** The length that is shown, ms. */
  span = $state(1000);
  /** follow: the present keeps its place · rest: it stands still while the present is inside · free: it stays where it was put. */
  private mode = $state<'follow' | 'rest' | 'free'>('follow');
  private start = $state(0);
  private readonly least: number;
  private readonly most: number;

  constructor(span: number, least: number, most: number) {
    this.span = span;
    this.least = least;
    this.most = most;
  }

  get follows(): boolean {
    return this.mode !== 'free';
  }

  follow(): void {
    this.mode = 'follow';
  }

  /** Where the window begins when the present is `t`, ms. */
  from(t: number): number {
    if (this.mode === 'free') return this.start;
    if (this.mode === 'rest' && t >= this.start && t <= this.start + this.span) return this.start;
    return Math.max(-0.02 * this.span, t - 0.72 * this.span);
  }

  /** Shows less (factor > 1) or more, and keeps `around` where it is. */
  zoom(factor: number, around: number, t: number): void {
    const span = Math.min(this.most, Math.max(this.least, this.span / factor));
    const start = around - ((around - this.from(t)) * span) / this.span;
    this.span = span;
    if (this.mode !== 'follow') this.start = this.bounded(start);
  }

  /** Stands still for now: somebody chose a moment in it. */
  rest(t: number): void {
    this.start = this.from(t);
    if (this.mode === 'follow') this.mode = 'rest';
  }

  /** Begins elsewhere, and stays there. */
  show(from: number): void {
    this.mode = 'free';
    this.start = this.bounded(from);
  }

  private bounded(from: number): number {
    return Math.max(-0.02 * this.span, from);
  }
}
