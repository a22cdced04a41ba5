-- 1,200 products and 60 workshops, the same on H2 and PostgreSQL.
INSERT INTO product (id, name, category, price)
SELECT n.i,
       CONCAT(CASE MOD(n.i, 5)
                  WHEN 0 THEN 'Handbook' WHEN 1 THEN 'Video course' WHEN 2 THEN 'Exercise set'
                  WHEN 3 THEN 'Poster' ELSE 'Coaching hour' END, ' No. ', n.i),
       CASE MOD(n.i, 4)
           WHEN 0 THEN 'Java' WHEN 1 THEN 'Databases' WHEN 2 THEN 'Operations' ELSE 'Teamwork' END,
       10 + MOD(n.i * 37, 90) + 0.95
FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 1 AS i
      FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS a(d)
               CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS b(d)
               CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS c(d)
               CROSS JOIN (VALUES (0), (1)) AS e(d)) AS n
WHERE n.i <= 1200;

INSERT INTO workshop (id, title, starts_on, seats)
SELECT n.i,
       CONCAT(CASE MOD(n.i, 3)
                  WHEN 0 THEN 'Spring in production' WHEN 1 THEN 'SQL that scales' ELSE 'Caching without tears' END,
              ', group ', n.i),
       DATE '2027-01-04' + CAST(7 * MOD(n.i, 26) AS INTEGER),
       8 + MOD(n.i, 5) * 4
FROM (SELECT a.d + 10 * b.d + 1 AS i
      FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS a(d)
               CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5)) AS b(d)) AS n;
