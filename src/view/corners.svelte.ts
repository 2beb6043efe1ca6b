/** How far what floats over the stage's lower corners comes in from the sides, px: the picture leaves these free. */
class Corners {
  left = $state(0);
  right = $state(0);

  /** In a picture laid out so many times as large as it is drawn. */
  at(detail: number): { left: number; right: number } {
    return { left: this.left * detail, right: this.right * detail };
  }
}

export const corners = new Corners();
