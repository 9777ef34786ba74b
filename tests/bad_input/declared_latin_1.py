# -*- coding: latin-1 -*-
name = 'entraîné'
