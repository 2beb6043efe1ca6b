// @vitest-environment jsdom
// The stage as a component: its names, its keyboard, its tables.
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { layers as all, type Layer } from '../../src/view/geometry/layer.ts';
import type { Thing } from '../../src/view/geometry/thing.ts';
import { lazy } from '../../src/view/lazy.ts';
import Stage from '../../src/view/panels/Stage.svelte';
import { modelOf, now } from './fixtures/model.ts';

beforeAll(async () => {
  await Promise.all([lazy.painted(), lazy.using(), lazy.seldom()]);
  // jsdom lays nothing out, moves nothing and knows no fonts.
  Object.defineProperty(SVGElement.prototype, 'transform', {
    get(this: SVGElement) {
      return {
        baseVal: { getItem: () => ({ setTranslate: (x: number, y: number) => this.setAttribute('transform', `translate(${x} ${y})`) }) },
      };
    },
  });
  Object.defineProperties(HTMLElement.prototype, { clientWidth: { get: () => 1090 }, clientHeight: { get: () => 690 } });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  Object.defineProperty(document, 'fonts', { value: new EventTarget() });
  HTMLCanvasElement.prototype.getContext = () => null;
  vi.stubGlobal('CSS', { escape: (text: string) => text.replace(/["\\]/g, '\\$&') });
});

function mount(more: { selected?: Thing | null; t?: number; reducedMotion?: boolean } = {}) {
  const onselect = vi.fn();
  const onact = vi.fn();
  const model = modelOf({ groups: { billing: 3 }, crashed: ['billing-2'] });
  const props = {
    model,
    t: now,
    arrangement: 'topic' as const,
    layers: new Set<Layer>(all),
    selected: null,
    reducedMotion: false,
    onselect,
    onact,
    ...more,
  };
  return { ...render(Stage, { props }), props, onselect, onact };
}

const stops = () => [...document.querySelectorAll('[data-thing][tabindex="0"]')].map((it) => it.getAttribute('data-thing'));

describe('the stage', () => {
  test('is a figure with a name, and everything that can be chosen has one too', () => {
    mount();
    expect(screen.getByRole('figure', { name: '카프카 클러스터 그림' })).toBeTruthy();
    const things = [...document.querySelectorAll('[data-thing]')];
    expect(things.length).toBeGreaterThan(50);
    expect(things.filter((it) => (it.getAttribute('aria-label') ?? '').trim() === '').map((it) => it.getAttribute('data-thing'))).toEqual(
      [],
    );
    expect(screen.getByRole('button', { name: /^컨슈머 billing-2, 2번, 중단됨/ })).toBeTruthy();
    expect(screen.getAllByRole('img', { name: /billing 커밋 \d+/ }).length).toBe(6);
  });

  test('is one tab stop; arrows move it, Enter selects, A opens the actions', async () => {
    const { onselect, onact } = mount();
    expect(stops()).toEqual(['producer:web-1']);
    const producer = document.querySelector('[data-thing="producer:web-1"]');
    if (producer === null) throw new Error('no producer');
    await fireEvent.keyDown(producer, { key: 'ArrowRight' });
    expect(stops().length).toBe(1);
    expect(stops()[0]).not.toBe('producer:web-1');
    const member = screen.getByRole('button', { name: /^컨슈머 billing-2/ });
    await fireEvent.keyDown(member, { key: 'Enter' });
    expect(onselect).toHaveBeenLastCalledWith({ kind: 'member', group: 'billing', id: 'billing-2' });
    await fireEvent.keyDown(member, { key: 'a' });
    expect(onact.mock.lastCall?.[0]).toEqual({ kind: 'member', group: 'billing', id: 'billing-2' });
    await fireEvent.keyDown(member, { key: 'F10', shiftKey: true });
    await fireEvent.contextMenu(member);
    expect(onact).toHaveBeenCalledTimes(3);
  });

  test('a click selects what it hits, and the ground selects nothing', async () => {
    const { onselect } = mount();
    await fireEvent.click(screen.getByRole('button', { name: /^orders 파티션 0 오프셋 2/ }));
    expect(onselect).toHaveBeenLastCalledWith({ kind: 'record', topic: 'orders', partition: 0, offset: 2 });
    await fireEvent.click(screen.getByRole('figure'));
    expect(onselect).toHaveBeenLastCalledWith(null);
  });

  test('what is selected is pressed and outlined', async () => {
    mount({ selected: { kind: 'broker', id: 2 } });
    expect((await screen.findByRole('button', { name: /^브로커 2/ })).getAttribute('aria-pressed')).toBe('true');
    expect(document.querySelector('.chosen')).not.toBeNull();
  });

  test('time alone moves the messages, and the clock of silence', async () => {
    const { rerender, props } = mount();
    const places = () => [...document.querySelectorAll('.flight')].map((it) => it.getAttribute('transform'));
    const rest = () => document.querySelectorAll('.cell').length;
    await vi.waitFor(() => expect(places()).not.toEqual([]));
    const [before, cells] = [places(), rest()];
    expect(screen.getByText('응답 없음 6.0 s')).toBeTruthy();
    await rerender({ ...props, t: now + 5 });
    expect(places()).not.toEqual(before);
    await rerender({ ...props, t: now });
    expect(places()).toEqual(before);
    expect(rest()).toBe(cells);
    await rerender({ ...props, t: now + 1000 });
    expect(screen.getByText('응답 없음 7.0 s')).toBeTruthy();
  });

  test('under reduced motion messages stand still and carry a number and a word', async () => {
    const { rerender, props } = mount({ reducedMotion: true });
    const places = () => [...document.querySelectorAll('.flight')].map((it) => it.getAttribute('transform'));
    await vi.waitFor(() => expect(places()).not.toEqual([]));
    const before = places();
    await rerender({ ...props, t: now + 5 });
    expect(places()).toEqual(before);
    expect(document.querySelector('.flight')?.textContent).toMatch(/\d+ (보내기|확인)/);
  });

  test('the same content can be read as tables', async () => {
    const { props } = mount();
    await fireEvent.click(screen.getByRole('button', { name: '표로 보기' }));
    const tables = await screen.findAllByRole('table');
    expect(tables.length).toBe(6);
    const traffic = within(screen.getByRole('table', { name: '이동 중' }))
      .getAllByRole('row')
      .slice(1);
    const counts = traffic.map((row) => Number(within(row).getAllByRole('cell').at(-1)?.textContent));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(props.model.messages.length);
    const partitions = screen.getByRole('table', { name: '파티션' });
    expect(within(partitions).getAllByRole('row').length).toBe(7);
    expect(within(partitions).getByRole('rowheader', { name: 'orders-0' })).toBeTruthy();
  });

  test('an empty world says what to do', () => {
    const { props, unmount } = mount();
    unmount();
    render(Stage, { props: { ...props, model: modelOf({ brokers: 0, topics: {}, producers: 0, groups: {}, messages: 0 }) } });
    expect(screen.getByText(/아직 아무것도 없습니다/)).toBeTruthy();
  });
});
