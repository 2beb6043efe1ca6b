// The Lab: any cluster is built and broken, nothing is lost.
import { expect, test, type Page } from '@playwright/test';
import { act, moveTo } from './keyboard.ts';

const time = async (page: Page) => Number((await page.getByLabel('지금 시각').textContent())?.replace(/[^\d.]/g, ''));
const begin = (page: Page, name: RegExp) => page.getByRole('button', { name }).click();
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const broker = (page: Page, id: number) => page.getByRole('button', { name: new RegExp(`^브로커 ${id}: 할 수 있는 일`) });

test.describe('without the wish for motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('by keyboard alone: build from nothing, run, crash a broker, step back, take the picture along', async ({ page }) => {
    const press = async (name: RegExp, key = 'Enter') => {
      await moveTo(page, name);
      await page.keyboard.press(key);
    };
    await page.goto('./#/lab');
    await expect(heading(page)).toHaveText('실험실');
    await press(/^빈 클러스터/);
    await expect(heading(page)).toHaveText('빈 클러스터');

    await press(/^\+ 브로커 추가$/);
    await page.keyboard.press('Enter'); // the form stands as it is
    await expect(broker(page, 1)).toBeVisible();
    await expect(page.getByRole('button', { name: '+ 브로커 추가' })).toBeFocused();
    await press(/^\+ 브로커 추가$/);
    await page.keyboard.press('Enter');
    await expect(broker(page, 2)).toBeVisible();

    await press(/^\+ 토픽 추가$/);
    await page.keyboard.type('a'); // over what was proposed, or after it
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^ordersa: 할 수 있는 일/ })).toContainText('파티션 3 · 복제 2');

    await press(/^\+ 프로듀서 추가$/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^web: 할 수 있는 일/ })).toBeVisible();
    await press(/^\+ 그룹 추가$/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^billing-2: 할 수 있는 일/ })).toBeVisible();

    await moveTo(page, /^재생$/);
    await page.keyboard.press('Enter');
    await expect.poll(() => time(page), { timeout: 15_000 }).toBeGreaterThan(1.5);
    await page.keyboard.press('Enter');
    const stopped = await time(page);

    await act(page, /^브로커 2/, /^강제 종료/);
    await expect(broker(page, 2)).toContainText('중단됨');
    await expect(page.getByRole('button', { name: '취소: 브로커 2 중단' })).toBeVisible();
    await page.evaluate(() => document.getElementById('play')?.focus());
    await page.keyboard.press('ArrowLeft');
    expect(await time(page)).toBeLessThan(stopped);
    await expect(broker(page, 2)).not.toContainText('중단됨');

    await moveTo(page, /^내보내기/);
    await page.keyboard.press('Enter');
    const loading = page.waitForEvent('download');
    await moveTo(page, /SVG/, 'ArrowDown', 10);
    await page.keyboard.press('Enter');
    expect((await loading).suggestedFilename()).toMatch(/\.svg$/);
  });

  test('one press after another from the stage leads to a living cluster', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^빈 클러스터/);
    for (const step of ['브로커 세우기', '토픽 만들기', '프로듀서 붙이기', '그룹 붙이기'])
      await page.getByRole('button', { name: step }).click();
    await expect(page.getByRole('button', { name: /^orders: / })).toBeVisible();
    await expect.poll(() => time(page)).toBeGreaterThan(0.5);
    await expect(page.getByRole('tab', { name: '한 일 4' })).toBeVisible();
  });

  test('rapid presses give one thing each, and no two of one name', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^빈 클러스터/);
    await page.getByRole('button', { name: '브로커 세우기' }).click();
    await page.getByRole('tab', { name: '모든 명령' }).click();
    for (let i = 0; i < 4; i++) {
      await page.getByRole('button', { name: '브로커 추가', exact: true }).click();
      await page.getByRole('button', { name: '하기', exact: true }).click();
    }
    await page.getByRole('tab', { name: '세우기' }).click();
    for (const id of [1, 2, 3, 4, 5]) await expect(broker(page, id)).toHaveCount(1);
  });

  test('a form says in words what Kafka would refuse', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^브로커 셋/);
    await page.getByRole('button', { name: '+ 토픽 추가' }).click();
    await page.getByLabel(/^파티션 수/).fill('0');
    await expect(page.getByText('하나 이상이어야 하고')).toBeVisible();
    await expect(page.getByText('must be at least 1, not 0')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: '한 일', exact: true })).toBeVisible(); // nothing was done
    await page.getByLabel(/^파티션 수/).fill('2');
    await page.getByLabel(/^복제 수/).fill('4');
    await expect(page.getByText('브로커 수 이하여야')).toBeVisible();
    await page.getByLabel(/^복제 수/).fill('3');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^payments: / })).toContainText('파티션 2 · 복제 3');
  });

  test('undo and redo say what they would do; what was done leads to its moment', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^브로커를 잃다/);
    await page.getByRole('tab', { name: '모든 명령' }).click();
    await page.getByRole('button', { name: '디스크 느리게', exact: true }).click();
    await page.getByLabel(/^대상/).selectOption('3');
    await page.getByRole('button', { name: '하기', exact: true }).click();
    await page.getByRole('button', { name: '취소: 브로커 3 디스크 느리게' }).click();
    await page.getByRole('button', { name: '다시: 브로커 3 디스크 느리게' }).click();
    await page.getByRole('tab', { name: '한 일 1' }).click();
    await page.getByRole('button', { name: /22.000 s.*브로커 1 다시 시작/ }).click();
    expect(await time(page)).toBe(22);
    await page.getByRole('button', { name: /0.000 s.*브로커 3 디스크 느리게/ }).click();
    expect(await time(page)).toBe(0);
  });

  test('nothing is lost in a killed tab: commands, the name and the moment', async ({ page, context }) => {
    // A tab that is killed hears nothing of it.
    await page.addInitScript(() => {
      for (const last of ['pagehide', 'visibilitychange', 'beforeunload'])
        addEventListener(last, (event) => event.stopImmediatePropagation(), true);
    });
    await page.goto('./#/lab');
    await begin(page, /^뜨거운 파티션/);
    await page.getByRole('button', { name: '이름 바꾸기' }).click();
    await page.getByLabel('실험 이름').fill('금요일 수업');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '컨슈머를 하나 더 넣어요' }).click();
    await expect.poll(() => time(page)).toBeGreaterThan(0.6);
    await page.getByRole('button', { name: '일시 정지' }).click();
    await page.waitForTimeout(600);
    const [address, left] = [page.url(), await time(page)];
    await page.close();
    const again = await context.newPage();
    await again.goto(address);
    await expect(heading(again)).toHaveText('금요일 수업');
    expect(await time(again)).toBe(left);
    await expect(again.getByRole('button', { name: '취소: kitchen 컨슈머 추가' })).toBeVisible();
    await again.getByRole('link', { name: '실험실' }).first().click();
    await expect(again.getByRole('link', { name: '금요일 수업' })).toBeVisible();
  });

  test('the gallery renames and deletes after asking; back leads back', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^느린 컨슈머/);
    await expect(heading(page)).toHaveText('느린 컨슈머');
    await page.goBack();
    await expect(heading(page)).toHaveText('실험실');
    await begin(page, /^느린 컨슈머.*쫓겨나요/);
    await expect(heading(page)).toHaveText('느린 컨슈머');
    await page.goBack();
    await expect(page.getByRole('link', { name: '느린 컨슈머' })).toHaveCount(2);
    await page.getByRole('button', { name: '이름 바꾸기: 느린 컨슈머' }).first().click();
    await page.getByLabel('실험 이름').fill('둘째');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: '둘째' })).toBeVisible();
    await page.getByRole('button', { name: '지우기: 둘째' }).click();
    await page.getByRole('button', { name: '그만두기' }).click();
    await expect(page.getByRole('link', { name: '둘째' })).toBeVisible();
    await page.getByRole('button', { name: '지우기: 둘째' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '지우기' }).click();
    await expect(page.getByRole('link', { name: '둘째' })).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole('link', { name: '느린 컨슈머' })).toHaveCount(1);
  });

  test('a menu on the stage has what is slow, and a form for what needs more', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^주문 파이프라인/);
    await page.getByRole('button', { name: /^payment-1: / }).click();
    await page.getByRole('menuitem', { name: '연결 느리게…' }).click();
    await page.getByRole('menuitem', { name: '브로커 2 쪽 느리게 (200 ms)' }).click();
    await expect(page.getByRole('button', { name: '취소: payment-1 ↔ 브로커 2 연결 느리게' })).toBeVisible();
    await page.getByRole('button', { name: /^orders: / }).click();
    await page.getByRole('menuitem', { name: '토픽 설정 바꾸기…' }).click();
    await page.getByLabel('설정', { exact: true }).fill('retention.ms');
    await page.getByLabel(/^값/).fill('5000');
    await page.getByRole('button', { name: '하기', exact: true }).click();
    await expect(page.getByRole('button', { name: '취소: orders · retention.ms=5000 토픽 설정 변경' })).toBeVisible();
  });

  test('a script that is applied begins the experiment anew and says so; what was before stays; a reload keeps both', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^첫 토픽/);
    await page.getByRole('button', { name: '브로커를 꺼요' }).click();
    await page.getByRole('button', { name: '일시 정지' }).click();
    await page.getByRole('tab', { name: '스크립트' }).click();
    const script = page.locator('.cm-content');
    await expect(script).toContainText('partitions: 3');
    await script.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('partita: 1 # mine\nbrokers: 2\ntopics: { clicks: { partitions: 5 } }\n');
    await page.getByRole('button', { name: '적용하고 처음부터 실행' }).click();
    await expect(page.getByText('새 스크립트로 처음부터 시작했어요')).toBeVisible();
    expect(await time(page)).toBe(0);
    await expect(page.getByRole('tab', { name: '한 일', exact: true })).toBeVisible();
    await page.waitForTimeout(600);
    await page.reload();
    await expect(page.getByRole('button', { name: /^clicks: / })).toContainText('파티션 5');
    await page.getByRole('tab', { name: '스크립트' }).click();
    await expect(script).toContainText('# mine');
    await page.goto('./#/lab');
    await page.getByRole('link', { name: '첫 토픽 (고치기 전)' }).click();
    await expect(page.getByRole('button', { name: /^취소: .*중단/ })).toBeVisible();
  });

  test('completing a word of the script keeps to the page’s policy: nothing is styled inline', async ({ page }) => {
    await page.addInitScript(() => {
      const broken: string[] = [];
      Object.assign(globalThis, { broken });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) =>
        broken.push(`${violatedDirective} ${sample}`),
      );
    });
    await page.goto('./#/lab');
    await begin(page, /^첫 토픽/);
    await page.getByRole('tab', { name: '스크립트' }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Backspace');
    // Key by key: text that lands over a selection at once is styled by the browser's own editing, and that it may not.
    await page.keyboard.type('cluster: { config: { group.init');
    await page.keyboard.press('Control+Space');
    await expect(page.locator('.cm-completionInfo')).toBeVisible();
    await expect(page.locator('.cm-tooltip-autocomplete')).toContainText('group.initial.rebalance.delay.ms');
    const broken = () => page.evaluate(() => (globalThis as unknown as { broken: string[] }).broken);
    expect(await broken()).toEqual([]);
    // What is listened for would be heard.
    await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
    await expect.poll(broken).not.toEqual([]);
  });

  test('two hundred consumers', async ({ page }) => {
    await page.goto('./#/lab');
    await begin(page, /^첫 토픽/);
    await page.getByRole('button', { name: '+ 그룹 추가' }).click();
    await page.getByRole('textbox', { name: /^컨슈머/ }).fill('200');
    await page.getByRole('button', { name: '추가', exact: true }).click();
    await expect(page.getByRole('button', { name: '외 188' })).toBeVisible();
    await page.getByRole('button', { name: '한 걸음 앞으로' }).click();
    await page.waitForTimeout(600);
    await page.reload();
    await expect(page.getByRole('button', { name: '외 188' })).toBeVisible();
  });

  test('an unknown id says so and leads to the gallery', async ({ page }) => {
    await page.goto('./#/lab/nope');
    await expect(page.getByRole('alert')).toContainText('nope');
    await page.getByRole('link', { name: '실험실로 가기' }).click();
    await expect(heading(page)).toHaveText('실험실');
  });

  test('in English everything is', async ({ page }) => {
    await page.goto('./#/lab');
    await page.getByLabel('언어').selectOption('en');
    await expect(heading(page)).toHaveText('Lab');
    await expect(page.locator('main')).not.toContainText(/[가-힣]/);
    await page.getByRole('button', { name: /^An order pipeline/ }).click();
    await page.getByRole('button', { name: '+ Add a producer' }).click();
    await expect(page.locator('main')).not.toContainText(/[가-힣]/);
    await page.getByRole('tab', { name: 'Commands' }).click();
    await page.getByRole('button', { name: 'seek', exact: true }).click();
    await expect(page.locator('main')).not.toContainText(/[가-힣]/);
  });
});

test('where nothing can be kept, one can still build, and is told', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(globalThis, 'indexedDB', { get: () => undefined }));
  await page.goto('./#/lab');
  await expect(page.getByRole('complementary')).toBeVisible();
  await begin(page, /^빈 클러스터/);
  await page.getByRole('button', { name: '브로커 세우기' }).click();
  await expect(broker(page, 1)).toBeVisible();
});

test('on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./#/lab');
  await expect(heading(page)).toHaveText('실험실');
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await wide()).toBeLessThanOrEqual(390);
  await begin(page, /^뜨거운 파티션/);
  await page.getByRole('button', { name: '컨슈머를 하나 더 넣어요' }).click();
  await expect(page.getByRole('button', { name: '그림', exact: true })).toHaveAttribute('aria-pressed', 'true');
  expect(await wide()).toBeLessThanOrEqual(390);
});
