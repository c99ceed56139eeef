"""ROC, AUC, thresholds: against counting pairs and against a search over every threshold."""
import unittest

import numpy as np

from featureforge_eval import bootstrap, ranking

from . import support


def random_answers(random, count):
    positive = random.random(count) < 0.4
    return positive, np.round(np.clip(random.normal(0.4 + 0.2 * positive, 0.2), 0, 1), 1)


class RankingTests(unittest.TestCase):
    def test_area_equals_counted_pairs_with_ties_half(self):
        random = np.random.default_rng(1)
        for count in (2, 5, 40):
            positive, scores = random_answers(random, count)
            pairs = [(1.0 if yes > no else 0.5 if yes == no else 0.0) for yes in scores[positive] for no in scores[~positive]]
            area = ranking.area_under_roc(ranking.rank(positive, scores))
            self.assertAlmostEqual(area, np.mean(pairs), places=12) if pairs else self.assertTrue(np.isnan(area))

    def test_area_equals_the_trapezia_under_the_curve(self):
        positive, scores = random_answers(np.random.default_rng(2), 60)
        curve = ranking.rank(positive, scores)
        self.assertAlmostEqual(ranking.area_under_roc(curve), np.trapz(np.append(0, curve.recall), np.append(0, curve.false_positive_rate)), places=12)

    @support.needs("sklearn", "python3-sklearn")
    def test_figures_equal_scikit_learn(self):
        from sklearn import metrics

        positive, scores = random_answers(np.random.default_rng(3), 80)
        curve = ranking.rank(positive, scores)
        self.assertAlmostEqual(ranking.area_under_roc(curve), metrics.roc_auc_score(positive, scores), places=10)
        self.assertAlmostEqual(ranking.average_precision(curve), metrics.average_precision_score(positive, scores), places=10)

    def test_average_precision_equals_its_sum(self):
        positive, scores = random_answers(np.random.default_rng(4), 50)
        wanted, before = 0.0, 0.0
        for threshold in sorted(set(scores), reverse=True):
            said = scores >= threshold
            recall = (said & positive).sum() / positive.sum()
            wanted += (recall - before) * (said & positive).sum() / said.sum()
            before = recall
        self.assertAlmostEqual(ranking.average_precision(ranking.rank(positive, scores)), wanted, places=12)

    def test_best_threshold_has_the_best_accuracy_there_is(self):
        random = np.random.default_rng(5)
        for count in (1, 3, 30):
            positive, scores = random_answers(random, count)
            threshold = ranking.best_threshold(ranking.rank(positive, scores))
            best = max(((scores >= candidate) == positive).mean() for candidate in [*scores, 2.0])
            self.assertAlmostEqual(((scores >= threshold) == positive).mean(), best)

    def test_operating_points_equal_a_search(self):
        positive, scores = random_answers(np.random.default_rng(6), 70)
        curve = ranking.rank(positive, scores)
        best_recall = {"precision": 0.0, "rate": 0.0}
        for threshold in set(scores):
            said = scores >= threshold
            recall = (said & positive).sum() / positive.sum()
            if (said & positive).sum() / said.sum() >= 0.7:
                best_recall["precision"] = max(best_recall["precision"], recall)
            if (said & ~positive).sum() / (~positive).sum() <= 0.1:
                best_recall["rate"] = max(best_recall["rate"], recall)
        self.assertAlmostEqual(ranking.recall_at_precision(curve, 0.7)["recall"] or 0.0, best_recall["precision"])
        self.assertAlmostEqual(ranking.recall_at_false_positive_rate(curve, 0.1)["recall"] or 0.0, best_recall["rate"])

    def test_a_point_that_nothing_reaches_is_none(self):
        point = ranking.recall_at_precision(ranking.rank(np.array([False, True]), np.array([0.9, 0.1])), 0.9)
        self.assertIsNone(point["recall"])
        self.assertIsNone(point["threshold"])

    def test_weights_equal_repeated_samples(self):
        positive, scores = random_answers(np.random.default_rng(7), 20)
        weights = np.random.default_rng(8).integers(0, 4, 20)
        first, second = ranking.rank(positive, scores, weights), ranking.rank(np.repeat(positive, weights), np.repeat(scores, weights))
        self.assertAlmostEqual(ranking.area_under_roc(first), ranking.area_under_roc(second), places=12)
        self.assertAlmostEqual(ranking.average_precision(first), ranking.average_precision(second), places=12)


class BootstrapTests(unittest.TestCase):
    def test_interval_of_a_mean_is_that_of_statistics(self):
        values = np.random.default_rng(1).normal(5, 2, 400)
        (low, high), = bootstrap.intervals(lambda weights: np.array([(values * weights).sum() / weights.sum()]), np.arange(400), 1500, 1)
        error = values.std() / np.sqrt(400)
        self.assertAlmostEqual(low, values.mean() - 1.96 * error, delta=0.25 * error)
        self.assertAlmostEqual(high, values.mean() + 1.96 * error, delta=0.25 * error)

    def test_samples_of_a_photo_are_drawn_together_and_the_seed_decides(self):
        photos = bootstrap.photo_numbers(["b", "a", "b", "c"])
        self.assertEqual(photos.tolist(), [1, 0, 1, 2])
        seen = []

        def remember(weights):
            seen.append(weights.tolist())
            return np.array([weights[0]])

        first = bootstrap.intervals(remember, photos, 20, 7)
        self.assertTrue(all(weights[0] == weights[2] and weights[0] + weights[1] + weights[3] == 3 for weights in seen))
        self.assertEqual(first, bootstrap.intervals(remember, photos, 20, 7))

    def test_values_that_are_seldom_defined_have_no_interval(self):
        self.assertEqual(bootstrap.intervals(lambda weights: np.array([np.nan, 1.0]), np.arange(3), 10, 1), [None, (1.0, 1.0)])
        self.assertEqual(bootstrap.intervals(lambda weights: np.array([1.0]), np.arange(3), 0, 1), [None])


if __name__ == "__main__":
    unittest.main()
