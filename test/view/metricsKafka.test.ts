import { expect, test } from 'vitest';
import { metricIds } from '../../src/view/metricsCharts.ts';
import { kafkaNames } from '../../src/view/metricsKafka.ts';
import { kafkaLine, kafkaPlaces } from '../../src/view/panels/charts/metricsWords.ts';

test('each metric is either Kafka’s, by name and place, or said to be our own with what it counts', () => {
  for (const id of metricIds) {
    const names = kafkaNames[id];
    const line = kafkaLine(id, names);
    if (names.same) {
      expect(names.metrics.length, id).toBeGreaterThan(0);
      for (const { name, where } of names.metrics) {
        expect(line).toContain(name);
        expect(kafkaPlaces(id, names)).toContain(where);
      }
    } else {
      expect(line, id).toMatch(/^자체 지표: .+/);
      for (const { name } of names.metrics) {
        expect(kafkaPlaces(id, names)).toContain(name);
      }
    }
  }
});

test('what Kafka has no metric near is said to be so', () => {
  expect(kafkaPlaces('paused', kafkaNames.paused)).toContain('가까운 지표가 없어요');
});
